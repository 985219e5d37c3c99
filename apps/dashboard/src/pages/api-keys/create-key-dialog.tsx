import { isKlayimError } from '@klayim/client';
import { useId, useState } from 'react';
import { apiKeysText } from '#text/api-keys';
import { commonText } from '#text/common';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckboxGroup } from '../../ui/checkbox-group.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type IssuedKey, type Scope, useCreateKey } from './queries.ts';

interface CreateKeyDialogProps {
  onIssued: (issued: IssuedKey) => void;
  onClose: () => void;
}

const { create: text, scopes: scopeTexts } = apiKeysText;
const lifetimes = [30, 90, 180, 365];

/** Makes a key, with an end unless somebody wants none. */
export function CreateKeyDialog({ onIssued, onClose }: CreateKeyDialogProps) {
  const formId = useId();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [days, setDays] = useState('365');
  const [checked, setChecked] = useState(false);
  const create = useCreateKey(onIssued);
  const submit = (): void => {
    setChecked(true);
    if (name.trim() !== '' && scopes.length > 0 && !create.isPending) {
      create.mutate({ name: name.trim(), scopes, ...(days !== '' && { expiresInDays: Number(days) }) });
    }
  };
  return (
    <Dialog
      title={text.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="primary" busy={create.isPending}>
            {text.confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="settings__form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={text.name}
          hint={text.nameHint}
          autoComplete="off"
          maxLength={100}
          value={name}
          error={checked && name.trim() === '' ? text.nameMissing : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <CheckboxGroup
          legend={text.scopes}
          hint={text.scopesHint}
          options={scopeTexts}
          ticked={scopes}
          error={checked && scopes.length === 0 ? text.scopesMissing : undefined}
          onChange={setScopes}
        />
        <SelectField label={text.ends} value={days} onChange={(event) => setDays(event.target.value)}>
          {lifetimes.map((each) => (
            <option key={each} value={each}>
              {text.days(each)}
            </option>
          ))}
          <option value="">{text.never}</option>
        </SelectField>
      </form>
      {isKlayimError(create.error, 'too_many_api_keys') ? (
        <Notice tone="bad" role="alert">
          {text.tooMany}
        </Notice>
      ) : create.error ? (
        <FailureNotice error={create.error} />
      ) : null}
    </Dialog>
  );
}
