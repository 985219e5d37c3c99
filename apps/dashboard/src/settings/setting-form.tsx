import { isKlayimError, type Schemas } from '@klayim/client';
import { useId, useState } from 'react';
import { settingsText } from '#text/settings';
import { FailureNotice } from '../connections/fix-button.tsx';
import { Button } from '../ui/button.tsx';
import { LinesField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { type OrganizationField, SettingConflict, useSaveSetting } from './organization.ts';

type Organization = Schemas['Organization'];

interface SettingFormProps {
  organization: Organization;
  field: OrganizationField;
  label: string;
  hint: string;
}

/** What somebody is changing, and the settings that they began with. */
interface Edit {
  base: Organization;
  text: string;
}

const { form: text } = settingsText;

/** One setting of the organization with its own button: a line of text, or one entry a line. */
export function SettingForm({ organization, field, label, hint }: SettingFormProps) {
  const formId = useId();
  const [edit, setEdit] = useState<Edit | null>(null);
  const save = useSaveSetting(field);
  const { base, text: typed } = edit ?? { base: organization, text: toText(organization[field]) };
  const conflict = save.error instanceof SettingConflict ? save.error.stored : null;
  const submit = (from: Organization): void => {
    if (!save.isPending) {
      const value = field === 'name' ? typed.trim() : toLines(typed);
      save.mutate({ base: from, value }, { onSuccess: () => setEdit(null) });
    }
  };
  const faults = describeFaults(save.error, field);
  const control = {
    label,
    hint,
    error: faults,
    value: typed,
    onChange: (event: { target: { value: string } }) => {
      setEdit({ base, text: event.target.value });
      save.reset();
    },
  };
  return (
    <form
      id={formId}
      className="settings__form"
      onSubmit={(event) => {
        event.preventDefault();
        submit(base);
      }}
    >
      {field === 'name' ? <TextField {...control} maxLength={100} /> : <LinesField {...control} />}
      {conflict ? (
        <Conflict
          stored={toText(conflict[field])}
          busy={save.isPending}
          onTake={() => {
            setEdit({ base: conflict, text: toText(conflict[field]) });
            save.reset();
          }}
          onKeep={() => submit(conflict)}
        />
      ) : save.error && faults === undefined ? (
        <FailureNotice error={save.error} />
      ) : null}
      <div className="settings__save">
        {conflict ? null : (
          <Button type="submit" look="primary" busy={save.isPending}>
            {text.save}
          </Button>
        )}
        <div role="status">{save.isSuccess ? <Notice tone="good">{text.saved}</Notice> : null}</div>
      </div>
    </form>
  );
}

interface ConflictProps {
  stored: string;
  busy: boolean;
  onTake: () => void;
  onKeep: () => void;
}

function Conflict({ stored, busy, onTake, onKeep }: ConflictProps) {
  const { conflict } = text;
  return (
    <Notice
      tone="warning"
      role="alert"
      title={conflict.title}
      actions={
        <>
          <Button onClick={onTake}>{conflict.takeTheirs}</Button>
          <Button look="primary" busy={busy} onClick={onKeep}>
            {conflict.keepMine}
          </Button>
        </>
      }
    >
      <p className="settings__stored">
        {conflict.stored} {stored === '' ? conflict.nothing : stored}
      </p>
    </Notice>
  );
}

function toText(value: Organization[OrganizationField]): string {
  return typeof value === 'string' ? value : value.join('\n');
}

function toLines(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What the API says of the value, entry by entry; undefined when it says nothing of it. */
function describeFaults(error: Error | null, field: OrganizationField): string | undefined {
  const faults = isKlayimError(error, 'invalid_request') ? (error.problem?.errors ?? []) : [];
  const own = faults.filter(({ in: place, pointer }) => place === 'body' && pointer.startsWith(`/${field}`));
  const described = own.map(({ pointer, message }) => {
    const index = /\/(\d+)$/.exec(pointer)?.[1];
    return index === undefined ? message : text.line(Number(index) + 1, message);
  });
  return described.length === 0 ? undefined : described.join(' ');
}
