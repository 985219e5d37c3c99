import { useState } from 'react';
import { signInText } from '#text/sign-in';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';

interface PasswordFormProps {
  busy: boolean;
  /** Whether an account can be made here. */
  canCreate: boolean;
  onSignIn: (email: string, password: string) => void;
  onCreate: (email: string, password: string) => void;
  onForgot: (email: string) => void;
}

const minPasswordLength = 12;

/** Email and password, to sign in or to create an account. */
export function PasswordForm({ busy, canCreate, onSignIn, onCreate, onForgot }: PasswordFormProps) {
  const [creates, setCreates] = useState(false);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: { preventDefault: () => void }): void => {
    event.preventDefault();
    if (!busy) {
      (creates ? onCreate : onSignIn)(email, password);
    }
  };
  return (
    <form className="sign-in__form" onSubmit={submit}>
      {creates ? <p className="muted">{signInText.create.explanation}</p> : null}
      <TextField
        label={signInText.email}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={signInText.password}
        type="password"
        autoComplete={creates ? 'new-password' : 'current-password'}
        required
        minLength={creates ? minPasswordLength : undefined}
        hint={creates ? signInText.create.passwordHint : undefined}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" wide busy={busy}>
        {busy ? signInText.submitting : creates ? signInText.create.submit : signInText.submit}
      </Button>
      <div className="sign-in__links">
        {creates ? null : (
          <Button look="quiet" onClick={() => onForgot(email)}>
            {signInText.forgot}
          </Button>
        )}
        {canCreate ? (
          <Button look="quiet" onClick={() => setCreates(!creates)}>
            {creates ? signInText.create.switchBack : signInText.create.switchTo}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
