import { isKlayimError } from '@klayim/client';
import { useId, useState } from 'react';
import { employeesText } from '#text/employees';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { type EmployeeDraft, parsePay } from '../../employees/employee-draft.ts';
import { useFacets } from '../../employees/queries.ts';
import { SelectField, TextField } from '../../ui/field.tsx';

interface EmployeeFormProps {
  id: string;
  draft: EmployeeDraft;
  onChange: (draft: EmployeeDraft) => void;
  /** Called when what is typed can be sent. */
  onSubmit: () => void;
  /** Why the API refused what was sent last. */
  error: Error | null;
}

const { person: text, status } = employeesText;
const fieldOfPointer: Record<string, keyof EmployeeDraft> = {
  '/name': 'name',
  '/email': 'email',
  '/role': 'role',
  '/department': 'department',
  '/employmentStatus': 'employmentStatus',
  '/hourlyRateCents': 'pay',
};

/** The fields of a person, with what is wrong beside each. */
export function EmployeeForm({ id, draft, onChange, onSubmit, error }: EmployeeFormProps) {
  const [tried, setTried] = useState(false);
  const { data: facets } = useFacets();
  const listId = useId();
  const refused = refusedFields(error);
  const faults = { ...refused, ...(tried ? faultsOf(draft) : {}) };
  const field = (name: keyof EmployeeDraft) => ({
    value: draft[name],
    error: faults[name],
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => onChange({ ...draft, [name]: event.target.value }),
  });
  return (
    <form
      id={id}
      className="person"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(faultsOf(draft)).length === 0) {
          onSubmit();
        }
      }}
    >
      <TextField label={text.name} maxLength={200} {...field('name')} />
      <TextField label={text.email} type="email" maxLength={320} {...field('email')} />
      <TextField label={text.role} maxLength={200} list={`${listId}-roles`} {...field('role')} />
      <TextField
        label={text.department}
        maxLength={200}
        list={`${listId}-departments`}
        {...field('department')}
      />
      <SelectField label={text.status} {...field('employmentStatus')}>
        {Object.entries(status).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField label={text.pay} hint={text.payHint} inputMode="decimal" {...field('pay')} />
      <Suggestions id={`${listId}-roles`} values={facets?.roles ?? []} />
      <Suggestions id={`${listId}-departments`} values={facets?.departments ?? []} />
      {error && Object.keys(refused).length === 0 ? <FailureNotice error={error} /> : null}
    </form>
  );
}

/** What others have there already. */
function Suggestions({ id, values }: { id: string; values: readonly { value: string }[] }) {
  return (
    <datalist id={id}>
      {values.map(({ value }) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}

type Faults = Partial<Record<keyof EmployeeDraft, string>>;

function faultsOf({ name, email, pay }: EmployeeDraft): Faults {
  return {
    ...(name.trim() === '' && { name: text.required }),
    ...(email.trim() === '' && { email: text.required }),
    ...(parsePay(pay) === undefined && { pay: text.payInvalid }),
  };
}

/** What the API says of each field; nothing when its problem is another. */
function refusedFields(error: Error | null): Faults {
  const faults = isKlayimError(error) ? (error.problem?.errors ?? []) : [];
  return Object.fromEntries(
    faults.flatMap(({ pointer, message }) => {
      const field = fieldOfPointer[pointer];
      return field ? [[field, message]] : [];
    }),
  );
}
