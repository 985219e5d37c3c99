import { isKlayimError } from '@klayim/client';
import { useState } from 'react';
import { apiKeysText } from '#text/api-keys';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { CheckboxGroup } from '../../ui/checkbox-group.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
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
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [days, setDays] = useState('365');
  const [checked, setChecked] = useState(false);
  const create = useCreateKey(onIssued);
  const submit = (): void => {
    setChecked(true);
    if (name.trim() !== '' && scopes.length > 0) {
      create.mutate({ name: name.trim(), scopes, ...(days !== '' && { expiresInDays: Number(days) }) });
    }
  };
  return (
    <FormDialog
      title={text.title}
      confirm={text.confirm}
      busy={create.isPending}
      onSubmit={submit}
      onClose={onClose}
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
      {isKlayimError(create.error, 'too_many_api_keys') ? (
        <Notice tone="bad" role="alert">
          {text.tooMany}
        </Notice>
      ) : create.error ? (
        <FailureNotice error={create.error} />
      ) : null}
    </FormDialog>
  );
}
