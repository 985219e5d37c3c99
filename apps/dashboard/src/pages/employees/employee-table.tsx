// biome-ignore-all lint/a11y/useSemanticElements: browsers take the meaning of table elements away when CSS lays them out as a grid.
// biome-ignore-all lint/a11y/useFocusableInteractive: this table is read, not operated; the links in it take the focus.
import type { Schemas } from '@klayim/client';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { employeesText } from '#text/employees';
import { EmployeeRow } from './employee-row.tsx';
import { withFocusedRow } from './focused-row.ts';

interface EmployeeTableProps {
  employees: readonly Schemas['Employee'][];
  /** All rows, loaded or not; null when that is not known. */
  total: number | null;
  showPay: boolean;
  hasMore: boolean;
  onNearEnd: () => void;
}

const { columns } = employeesText;
const rowHeight = 57;
/** The last row's own line lies under the frame. */
const borderHeight = 1;
/** Rows beside the window that are there already, so that Tab and the arrow keys find them. */
const overscan = 12;
/** The next page is asked for when so many rows are left below the window. */
const fetchAhead = 52;

/** The people as a table of which only what is in the window is in the page, however many there are. */
export function EmployeeTable({ employees, total, showPay, hasMore, onNearEnd }: EmployeeTableProps) {
  const body = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  // Also while the focus is elsewhere: a panel that is closed gives it back.
  const [focusedId, setFocusedId] = useState<string | null>(null);
  // What stands above the table may grow: where it begins is asked again after each rendering.
  useLayoutEffect(() => {
    const top = body.current ? body.current.getBoundingClientRect().top + window.scrollY : 0;
    setScrollMargin(Math.round(top));
  });
  const focused = focusedId === null ? -1 : employees.findIndex(({ id }) => id === focusedId);
  const rowOf = (element: Element): string | null =>
    employees[Number(element.closest<HTMLElement>('[data-index]')?.dataset['index'])]?.id ?? null;
  const virtualizer = useWindowVirtualizer({
    count: employees.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => employees[index]?.id ?? index,
    overscan,
    scrollMargin,
    rangeExtractor: (range) => withFocusedRow(defaultRangeExtractor(range), focused, employees.length),
  });
  const rows = virtualizer.getVirtualItems();
  const last = virtualizer.range?.endIndex ?? 0;
  useLayoutEffect(() => {
    if (hasMore && last >= employees.length - fetchAhead) {
      onNearEnd();
    }
  });
  return (
    <div
      className={showPay ? 'people people--pay' : 'people'}
      role="table"
      aria-label={employeesText.title}
      aria-rowcount={total === null ? -1 : total + 1}
    >
      <div role="rowgroup">
        <div className="people__headings" role="row" aria-rowindex={1}>
          <span role="columnheader">{columns.name}</span>
          <span role="columnheader">{columns.role}</span>
          <span role="columnheader">{columns.department}</span>
          <span role="columnheader">{columns.status}</span>
          {showPay ? (
            <span role="columnheader" className="people__pay">
              {columns.pay}
            </span>
          ) : null}
        </div>
      </div>
      <div
        ref={body}
        className="people__rows"
        role="rowgroup"
        style={{ height: virtualizer.getTotalSize() - borderHeight }}
        onFocus={({ target }) => setFocusedId(rowOf(target))}
      >
        {rows.map(({ key, index, start }) => {
          const employee = employees[index];
          return employee ? (
            <EmployeeRow
              key={key}
              ref={virtualizer.measureElement}
              index={index}
              top={start - scrollMargin}
              employee={employee}
              showPay={showPay}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}
