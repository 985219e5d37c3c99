import { isKlayimError, type Schemas } from '@klayim/client';
import { useState } from 'react';
import { commonText } from '#text/common';
import { employeesText } from '#text/employees';
import { useCan } from '../../api/me.ts';
import { useEmployee } from '../../employees/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { PersonFacts } from './person-facts.tsx';

interface PersonDialogProps {
  id: string;
  /** Is given what has been done, if anything. */
  onClose: (outcome: string | null) => void;
}

/** One person: to look at, or to change for those who may. */
export function PersonDialog({ id, onClose }: PersonDialogProps) {
  const can = useCan();
  // Who has begun to type keeps it, whatever becomes of their role meanwhile: the API decides.
  const [mayEdit] = useState(() => can('updateEmployee'));
  const { data, error, refetch } = useEmployee(id);
  if (data && mayEdit) {
    return <EditDialog employee={data} onClose={onClose} />;
  }
  const isGone = isKlayimError(error) && error.status === 404;
  return (
    <Dialog
      title={data?.name ?? employeesText.title}
      onClose={() => onClose(null)}
      actions={<Button onClick={() => onClose(null)}>{commonText.close}</Button>}
    >
      {data ? (
        <Look employee={data} />
      ) : isGone ? (
        <p>{employeesText.person.gone}</p>
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}

function Look({ employee }: { employee: Schemas['Employee'] }) {
  const { person: text, status, unknown } = employeesText;
  const { email, role, department, employmentStatus } = employee;
  return (
    <>
      <dl className="person-facts">
        <dt>{text.email}</dt>
        <dd>{email}</dd>
        <dt>{text.role}</dt>
        <dd>{role || unknown}</dd>
        <dt>{text.department}</dt>
        <dd>{department || unknown}</dd>
        <dt>{text.status}</dt>
        <dd>{status[employmentStatus]}</dd>
      </dl>
      <PersonFacts employee={employee} />
    </>
  );
}
