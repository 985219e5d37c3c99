import type { CSSProperties, ReactNode } from 'react';
import './data-list.css';

interface DataRow {
  id: string;
  /** One for each column. */
  cells: readonly ReactNode[];
}

interface DataListProps {
  label: string;
  columns: readonly string[];
  rows: readonly DataRow[];
}

/**
 * Rows of a few values. It is a list rather than a table, as each value carries its own name: so it reads the same on a narrow
 * screen, where a row is a block. The headings above are for the eye alone.
 */
export function DataList({ label, columns, rows }: DataListProps) {
  const layout = { '--data-columns': columns.length - 1 } as CSSProperties;
  return (
    <div className="data" style={layout}>
      <div className="data__headings" aria-hidden="true">
        {columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      <ul className="data__list" aria-label={label}>
        {rows.map(({ id, cells }) => (
          <li key={id}>
            <dl className="data__row">
              {columns.map((column, index) => (
                <div key={column}>
                  <dt>{column}</dt>
                  <dd>{cells[index]}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </div>
  );
}
