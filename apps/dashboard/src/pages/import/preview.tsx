import type { Schemas } from '@klayim/client';
import { employeesText } from '#text/employees';
import { importText } from '#text/import';
import { formatPay } from '../../employees/employee-draft.ts';
import { Badge } from '../../ui/badge.tsx';
import type { ImportField } from './settings.ts';

const { preview: text, fields } = importText;

/** What a check has made of the file: its columns, and the first people as they would be stored. */
export function Preview({ of: { mapping, ignoredColumns, preview } }: { of: Schemas['EmployeeImport'] }) {
  return (
    <section className="import__part" aria-labelledby="preview">
      <h2 id="preview">{text.title}</h2>
      {preview && preview.headerLine > 1 ? (
        <p className="muted">{text.headerLine(preview.headerLine)}</p>
      ) : null}
      <table className="import-table import-table--columns">
        <caption>{text.columns}</caption>
        <thead>
          <tr>
            <th scope="col">{text.column}</th>
            <th scope="col">{text.readAs}</th>
            <th scope="col">{text.samples}</th>
          </tr>
        </thead>
        <tbody>
          {(Object.entries(mapping) as [ImportField, string][]).map(([field, header]) => (
            <tr key={field}>
              <th scope="row">{header}</th>
              <td>{fields[field]}</td>
              <td className="muted">{preview?.samples[field]?.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {ignoredColumns.length === 0 ? null : (
        <p>
          <span className="muted">{text.ignored}:</span> {ignoredColumns.join(', ')}
        </p>
      )}
      {preview && preview.people.length > 0 ? <FirstPeople people={preview.people} /> : null}
    </section>
  );
}

function FirstPeople({ people }: Pick<Schemas['EmployeeImportPreview'], 'people'>) {
  return (
    <>
      <h3>{text.people}</h3>
      <ul className="import__people">
        {people.map(({ name, email, role, department, employmentStatus, hourlyRateCents, outcome }) => (
          <li key={email} className="card">
            <p className="import__person">
              <strong>{name}</strong>
              <Badge tone={outcome === 'unchanged' ? 'neutral' : 'good'}>{text.outcome[outcome]}</Badge>
            </p>
            <p className="small muted">{email}</p>
            <p className="small">{[role, department].filter((value) => value !== '').join(' · ')}</p>
            <p className="small">
              {employeesText.status[employmentStatus]} · {employeesText.columns.pay}:{' '}
              {formatPay(hourlyRateCents) || text.noPay}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
