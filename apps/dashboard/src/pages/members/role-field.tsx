import { membersText } from '#text/members';
import { SelectField } from '../../ui/field.tsx';
import type { PersonRole } from './queries.ts';

interface RoleFieldProps {
  label: string;
  role: PersonRole;
  onChange: (role: PersonRole) => void;
}

const choices = ['member', 'administrator', 'owner'] as const satisfies readonly PersonRole[];

/** A role, with what it may do. */
export function RoleField({ label, role, onChange }: RoleFieldProps) {
  return (
    <SelectField
      label={label}
      hint={`${membersText.roles[role].does}.`}
      value={role}
      onChange={(event) => onChange(choices.find((each) => each === event.target.value) ?? 'member')}
    >
      {choices.map((each) => (
        <option key={each} value={each}>
          {membersText.roles[each].name}
        </option>
      ))}
    </SelectField>
  );
}
