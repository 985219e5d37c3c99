import type { Schemas } from '@klayim/client';
import { Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { commonText } from '#text/common';
import { employeesText } from '#text/employees';
import { useCan } from '../../api/me.ts';
import { ConflictError, useDeleteEmployee, useUpdateEmployee } from '../../employees/actions.ts';
import { differencesOf, draftOf, patchOf } from '../../employees/employee-draft.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ConflictTable } from './conflict-table.tsx';
import { EmployeeForm } from './employee-form.tsx';
import { PersonFacts } from './person-facts.tsx';

interface EditDialogProps {
  employee: Schemas['Employee'];
  onClose: (outcome: string | null) => void;
}

const { person: text, conflict: conflictText, remove: removeText, sources } = employeesText;

/** Changes or deletes a person. When somebody else was faster, both versions stand side by side. */
export function EditDialog({ employee, onClose }: EditDialogProps) {
  const formId = useId();
  const [base, setBase] = useState(employee);
  const [draft, setDraft] = useState(() => draftOf(employee));
  const [deleting, setDeleting] = useState(false);
  const update = useUpdateEmployee();
  const conflict = update.error instanceof ConflictError ? update.error.stored : null;
  const save = (version: string): void => {
    const patch = patchOf(base, draft);
    if (Object.keys(patch).length === 0) {
      onClose(text.unchanged);
    } else if (!update.isPending) {
      update.mutate({ id: base.id, version, patch }, { onSuccess: ({ name }) => onClose(text.saved(name)) });
    }
  };
  const takeStored = (stored: Schemas['Employee']): void => {
    setBase(stored);
    setDraft(draftOf(stored));
    update.reset();
  };
  if (deleting) {
    return <DeleteDialog employee={base} onCancel={() => setDeleting(false)} onDone={onClose} />;
  }
  if (conflict) {
    return (
      <Dialog
        key="conflict"
        title={conflictText.title}
        onClose={() => onClose(null)}
        actions={
          <>
            <Button onClick={() => takeStored(conflict)}>{conflictText.takeStored}</Button>
            <Button look="primary" busy={update.isPending} onClick={() => save(conflict.version)}>
              {conflictText.keepYours}
            </Button>
          </>
        }
      >
        <p>{conflictText.explanation}</p>
        <ConflictTable differences={differencesOf(patchOf(base, draft), draft, conflict)} />
      </Dialog>
    );
  }
  return (
    <Dialog
      key="edit"
      title={base.name}
      onClose={() => onClose(null)}
      actions={
        <>
          <DeleteButton onClick={() => setDeleting(true)} />
          <Button onClick={() => onClose(null)}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="primary" busy={update.isPending}>
            {text.save}
          </Button>
        </>
      }
    >
      {base.sourceType === 'manual' ? null : (
        <Notice tone="neutral">
          <p>{text.fromSource(sources[base.sourceType])}</p>
        </Notice>
      )}
      <EmployeeForm
        id={formId}
        draft={draft}
        onChange={setDraft}
        onSubmit={() => save(base.version)}
        error={update.error}
      />
      <PersonFacts employee={base} />
    </Dialog>
  );
}

function DeleteButton({ onClick }: { onClick: () => void }) {
  const mayDelete = useCan()('deleteEmployee');
  return mayDelete ? (
    <span className="person__delete">
      <Button onClick={onClick}>
        <Trash2 size={16} aria-hidden="true" />
        {text.delete}
      </Button>
    </span>
  ) : null;
}

interface DeleteDialogProps {
  employee: Schemas['Employee'];
  onCancel: () => void;
  onDone: (outcome: string) => void;
}

function DeleteDialog({ employee: { id, name }, onCancel, onDone }: DeleteDialogProps) {
  const remove = useDeleteEmployee(() => onDone(text.deleted(name)));
  return (
    <ConfirmDialog
      key="delete"
      title={removeText.title(name)}
      confirm={removeText.confirm}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(id)}
      onClose={onCancel}
    >
      <p>{removeText.explanation}</p>
    </ConfirmDialog>
  );
}
