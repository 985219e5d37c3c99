import { employeesText } from '#text/employees';
import type { Difference } from '../../employees/employee-draft.ts';

const { conflict: text, person, status } = employeesText;
const fields = {
  name: person.name,
  email: person.email,
  role: person.role,
  department: person.department,
  employmentStatus: person.status,
  pay: person.pay,
};

/** What somebody wants to store, beside what somebody else has stored meanwhile. */
export function ConflictTable({ differences }: { differences: readonly Difference[] }) {
  return (
    <table className="conflict">
      <thead>
        <tr>
          <th scope="col">{text.field}</th>
          <th scope="col">{text.yours}</th>
          <th scope="col">{text.stored}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((difference) => (
          <tr key={difference.field}>
            <th scope="row">{fields[difference.field]}</th>
            <td className="conflict__yours">{shownValue(difference.field, difference.yours)}</td>
            <td>{shownValue(difference.field, difference.stored)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shownValue(field: Difference['field'], value: string) {
  if (field === 'employmentStatus') {
    return status[value as keyof typeof status];
  }
  return value === '' ? <span className="muted">{text.empty}</span> : value;
}
