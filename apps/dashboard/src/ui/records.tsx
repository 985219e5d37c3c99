import type { ReactNode } from 'react';
import './records.css';

/** Records one below the other, each with what it is and what can be done with it. */
export function Records({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className="records" aria-label={label}>
      {children}
    </ul>
  );
}

interface RecordItemProps {
  /** What it is called, with its badges. */
  title: ReactNode;
  /** More about it. */
  children?: ReactNode;
  actions?: ReactNode;
}

/** One of them. */
export function RecordItem({ title, children, actions }: RecordItemProps) {
  return (
    <li className="records__item">
      <div className="records__text">
        <p className="records__title">{title}</p>
        {children}
      </div>
      {actions ? <div className="records__actions">{actions}</div> : null}
    </li>
  );
}
