import type { MainJobReport } from '../main-job/main-job.ts';
import { DEVELOPMENT_PASSWORD, OPERATOR, USERS } from '../stack/auth-users.ts';
import type { Stack } from '../stack/stack.ts';
import { seconds } from './narrator.ts';

/** The table of all steps: title, outcome, duration. */
export function stepTable({ steps, ok }: MainJobReport): string[] {
  const width = Math.max(...steps.map(({ title }) => title.length));
  const rows = steps.map(
    ({ title, outcome, durationMs }, index) =>
      `${String(index + 1).padStart(3)}  ${title.padEnd(width)}  ${outcome.padEnd(7)}  ${seconds(durationMs).padStart(7)}`,
  );
  const failed = steps.filter(({ outcome }) => outcome !== 'ok').length;
  const totalMs = steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const end = ok ? `all ${steps.length} steps are ok` : `${failed} of ${steps.length} steps are not ok`;
  return [...rows, `     ${end}, ${seconds(totalMs)}`];
}

/** Where everything is, and what to paste into another terminal. */
export function invitation({ apiUrl, authUrl, firestoreHost, google, microsoft, state }: Stack): string[] {
  return [
    'The stack is up. Ctrl-C stops it.',
    '',
    `  API              ${apiUrl}`,
    `  Auth emulator    ${authUrl}`,
    `  Firestore        ${firestoreHost} (FIRESTORE_EMULATOR_HOST)`,
    `  plays Google     ${google.issuer}`,
    `  plays Microsoft  ${microsoft.issuer}`,
    `  data and logs    ${state.root}`,
    '',
    `Users, all with the password ${DEVELOPMENT_PASSWORD}:`,
    ...USERS.map(({ email, organizationId, role }) => `  ${email.padEnd(34)} ${role} of ${organizationId}`),
    `  ${OPERATOR.email.padEnd(34)} operator of the platform`,
    '',
    'To paste into another terminal:',
    '',
    `  export KLAYIM_API_URL=${apiUrl}`,
    `  export KLAYIM_AUTH_URL=${authUrl}/identitytoolkit.googleapis.com`,
    `  export KLAYIM_PASSWORD=${DEVELOPMENT_PASSWORD}`,
    '  export KLAYIM_ID_TOKEN=$(scripts/sign-in.sh administrator@northwind.example)',
    '  scripts/list.sh',
    '  scripts/connect.sh google',
    '',
    '  curl -H "Authorization: Bearer $KLAYIM_ID_TOKEN" "$KLAYIM_API_URL/integrations"',
    '  curl -X POST -H "Authorization: Bearer $KLAYIM_ID_TOKEN" "$KLAYIM_API_URL/integrations/google/authorize"',
    `  curl ${google.issuer}/_control/token-requests`,
    '',
  ];
}
