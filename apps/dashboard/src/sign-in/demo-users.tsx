import { signInText } from '#text/sign-in';
import type { DemoUser } from '../session/page-config.ts';

/** The people whom `dev` creates: one click signs in. */
export function DemoUsers({
  users,
  onChoose,
}: {
  users: readonly DemoUser[];
  onChoose: (email: string) => void;
}) {
  return (
    <section className="sign-in__demo" aria-labelledby="demo-users">
      <h2 id="demo-users">{signInText.demo.title}</h2>
      <p className="small muted">{signInText.demo.explanation}</p>
      <ul className="sign-in__people">
        {users.map(({ email, role, organizationId }) => (
          <li key={email}>
            <button type="button" className="sign-in__person" onClick={() => onChoose(email)}>
              <span>{email}</span>
              <span className="small muted">{signInText.demo.of(role, organizationId)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
