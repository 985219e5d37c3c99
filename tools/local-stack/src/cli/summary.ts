import { demoOrganization, developmentPassword, stackOperator, stackUsers } from '../stack/auth-users.ts';
import type { Stack } from '../stack/stack.ts';
import type { WalkthroughReport } from '../walkthrough/walkthrough.ts';
import { seconds } from './narrator.ts';

/** The table of all steps: title, outcome, duration. */
export function stepTable({ steps, ok }: WalkthroughReport): string[] {
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

/**
 * Where everything is, and what to paste into another terminal.
 *
 * @param connectionId a living connection of the demonstration; null when there is none.
 */
export function invitation(stack: Stack, connectionId: string | null): string[] {
  const { apiUrl, dashboardUrl, authUrl, firestoreHost, google, microsoft, mail, webhooks, state } = stack;
  return [
    'The stack is up. Ctrl-C stops it. When code changes, the functions are rebuilt.',
    '',
    `  Dashboard         ${dashboardUrl}`,
    `  API docs          ${apiUrl}/docs`,
    `  API               ${apiUrl}`,
    `  Auth emulator     ${authUrl}`,
    `  Firestore         ${firestoreHost} (FIRESTORE_EMULATOR_HOST)`,
    `  acts as Google    ${google.issuer}`,
    `  acts as Microsoft ${microsoft.issuer}`,
    `  mails             ${mail.pageUrl}`,
    `  webhooks          ${webhooks.pageUrl} (endpoints: ${webhooks.hookUrl})`,
    `  data and logs     ${state.root}`,
    '',
    `Users, all with the password ${developmentPassword}:`,
    ...stackUsers.map(
      ({ email, organizationId, role }) => `  ${email.padEnd(34)} ${role} of ${organizationId}`,
    ),
    `  ${stackOperator.email.padEnd(34)} operator of the platform`,
    '',
    'Paste this into another terminal, in this folder:',
    '',
    `  export KLAYIM_API_URL=${apiUrl}`,
    `  export KLAYIM_AUTH_URL=${authUrl}/identitytoolkit.googleapis.com`,
    `  export KLAYIM_PASSWORD=${developmentPassword}`,
    '',
    ...(connectionId === null ? [] : gettingToken(connectionId)),
    'To connect an account yourself, as an administrator of northwind:',
    '',
    '  export KLAYIM_ID_TOKEN=$(scripts/sign-in.sh administrator@northwind.example)',
    '  scripts/connect.sh google_calendar',
    '  scripts/list.sh',
    '',
    'Or with curl:',
    '',
    '  curl -H "Authorization: Bearer $KLAYIM_ID_TOKEN" \\',
    '    "$KLAYIM_API_URL/integrations"',
    '',
    'When a connection breaks, have its mail sent (in production a schedule does it every five minutes):',
    '',
    `  curl -X POST -H 'Content-Type: application/json' -d '{}' ${stack.notificationsTrigger}`,
    '',
  ];
}

function gettingToken(connectionId: string): string[] {
  return [
    'To get an access token, as a backend service does:',
    '',
    `  export KLAYIM_ID_TOKEN=$(scripts/sign-in.sh service@${demoOrganization}.example)`,
    `  scripts/token.sh ${connectionId}`,
    '',
  ];
}

/** @returns the id of a connection of the demonstration that gives tokens; null when there is none. */
export async function findDemoConnection({ firestore }: Stack): Promise<string | null> {
  const { docs } = await firestore
    .collection('integrations')
    .where('organizationId', '==', demoOrganization)
    .where('status', '==', 'connected')
    .limit(1)
    .get();
  return docs[0]?.id ?? null;
}
