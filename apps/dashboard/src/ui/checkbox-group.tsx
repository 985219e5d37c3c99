import { useId } from 'react';
import './checkbox-group.css';

interface CheckboxGroupProps<Value extends string> {
  legend: string;
  hint?: string;
  /** What can be ticked, and its words. */
  options: Readonly<Record<Value, string>>;
  ticked: readonly Value[];
  error?: string | undefined;
  onChange: (ticked: Value[]) => void;
}

/** Some among a few. What is ticked keeps the order of the options. */
export function CheckboxGroup<Value extends string>({
  legend,
  hint,
  options,
  ticked,
  error,
  onChange,
}: CheckboxGroupProps<Value>) {
  const id = useId();
  const values = Object.keys(options) as Value[];
  const toggle = (value: Value, isTicked: boolean): void =>
    onChange(values.filter((each) => (each === value ? isTicked : ticked.includes(each))));
  return (
    <fieldset className="checkboxes" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className="field__label">{legend}</legend>
      {hint === undefined ? null : <p className="field__hint">{hint}</p>}
      {values.map((value) => (
        <label key={value} className="checkboxes__option">
          <input
            type="checkbox"
            checked={ticked.includes(value)}
            onChange={(event) => toggle(value, event.target.checked)}
          />
          <span>
            {options[value]}
            <br />
            <code className="small muted">{value}</code>
          </span>
        </label>
      ))}
      {error === undefined ? null : (
        <p className="field__error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
