// biome-ignore-all lint/a11y/useSemanticElements: browsers take the meaning of table elements away when CSS lays them out as a grid.
// biome-ignore-all lint/a11y/useFocusableInteractive: this table is read, not operated; the links in it take the focus.
import type { Schemas } from '@klayim/client';
import type { Ref } from 'react';
import { Link, useSearchParams } from 'wouter';
import { employeesText } from '#text/employees';
import { formatPay } from '../../employees/employee-draft.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

interface EmployeeRowProps {
  ref: Ref<HTMLDivElement>;
  employee: Schemas['Employee'];
  /** Of the whole list, from 0. */
  index: number;
  /** Pixels from the beginning of the rows. */
  top: number;
  showPay: boolean;
}

const { columns, status } = employeesText;
const tones: Record<Schemas['Employee']['employmentStatus'], Tone> = {
  fullTime: 'good',
  partTime: 'good',
  contractor: 'neutral',
  inactive: 'warning',
};

/** One person; the name opens the panel. On narrow screens the row is a block. */
export function EmployeeRow({ ref, employee, index, top, showPay }: EmployeeRowProps) {
  const { id, name, email, role, department, employmentStatus, hourlyRateCents } = employee;
  return (
    <div
      ref={ref}
      className="people__row"
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className="people__name">
        <PersonLink id={id}>{name}</PersonLink>
        <span className="small muted">{email}</span>
      </span>
      <Cell label={columns.role} value={role} />
      <Cell label={columns.department} value={department} />
      <span role="cell" className="people__status">
        <Badge tone={tones[employmentStatus]}>{status[employmentStatus]}</Badge>
      </span>
      {showPay ? (
        <Cell label={columns.pay} value={formatPay(hourlyRateCents)} className="people__pay" />
      ) : null}
    </div>
  );
}

/** Leads to the person's panel, which stands over the same list. */
function PersonLink({ id, children }: { id: string; children: string }) {
  const [parameters] = useSearchParams();
  const address = new URLSearchParams(parameters);
  address.set('person', id);
  return (
    <Link href={`/employees?${address}`} className="people__link">
      {children}
    </Link>
  );
}

function Cell({ label, value, className = '' }: { label: string; value: string; className?: string }) {
  return (
    <span role="cell" className={`people__cell ${className}`}>
      <span className="people__label" aria-hidden="true">
        {label}
      </span>
      {value === '' ? (
        <>
          <span aria-hidden="true" className="muted">
            {employeesText.unknown}
          </span>
          <span className="visually-hidden">{employeesText.unknownSpoken}</span>
        </>
      ) : (
        value
      )}
    </span>
  );
}
