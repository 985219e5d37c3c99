import { Check, Copy } from 'lucide-react';
import { useId, useState } from 'react';
import { confirmText } from '#text/confirm';
import { Button } from './button.tsx';
import './secret-field.css';

interface SecretFieldProps {
  label: string;
  /** It lives as long as this is shown: no cache and no storage has it. */
  value: string;
}

const { secret: text } = confirmText;

/** Something to be copied and kept, such as a key that is shown once. */
export function SecretField({ label, value }: SecretFieldProps) {
  const id = useId();
  const [state, setState] = useState<'none' | 'copied' | 'refused'>('none');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  return (
    <div className="secret">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <div className="secret__line">
        <input
          id={id}
          className="input secret__value"
          readOnly
          autoComplete="off"
          spellCheck={false}
          value={value}
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>
          {state === 'copied' ? (
            <Check size={16} aria-hidden="true" />
          ) : (
            <Copy size={16} aria-hidden="true" />
          )}
          {text.copy}
          <span className="visually-hidden"> {label}</span>
        </Button>
      </div>
      <p className="small muted" role="status">
        {state === 'none' ? '' : state === 'copied' ? text.copied : text.notCopied}
      </p>
    </div>
  );
}
