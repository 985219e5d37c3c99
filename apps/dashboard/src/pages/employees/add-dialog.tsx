import { useId, useState } from 'react';
import { commonText } from '#text/common';
import { employeesText } from '#text/employees';
import { useCreateEmployee } from '../../employees/actions.ts';
import { emptyDraft, newEmployeeOf } from '../../employees/employee-draft.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmployeeForm } from './employee-form.tsx';

const { person: text } = employeesText;

/** Adds a person by hand. @param onClose is given what has been done, if anything. */
export function AddDialog({ onClose }: { onClose: (outcome: string | null) => void }) {
  const formId = useId();
  const [draft, setDraft] = useState(emptyDraft);
  const create = useCreateEmployee();
  const submit = (): void => {
    if (!create.isPending) {
      create.mutate(newEmployeeOf(draft), { onSuccess: ({ name }) => onClose(text.added(name)) });
    }
  };
  return (
    <Dialog
      title={text.addTitle}
      onClose={() => onClose(null)}
      actions={
        <>
          <Button onClick={() => onClose(null)}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="primary" busy={create.isPending}>
            {text.create}
          </Button>
        </>
      }
    >
      <EmployeeForm id={formId} draft={draft} onChange={setDraft} onSubmit={submit} error={create.error} />
    </Dialog>
  );
}
