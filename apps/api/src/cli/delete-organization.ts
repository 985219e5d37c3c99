/** Deletes an organization with everything that is stored of it. See docs/operations.md. */
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { organizationIdSchema } from '@klayim/shared/schemas';
import { getAuth } from 'firebase-admin/auth';
import { AppError, isAppError } from '../errors/app-error.ts';
import { getAuthApp } from '../lib/firestore.ts';
import {
  createOrganizationDeletion,
  type DeletionReport,
} from '../services/organizations/organization-deletion.service.ts';
import { createOrganizationMembers } from '../services/organizations/organization-members.ts';
import { processGraph } from '../services/process.ts';

const help = `Usage: delete-organization ORGANIZATION_ID --project PROJECT_ID [--dry-run] [--yes]

Deletes an organization for good: takes the access of its members, ends its connections and revokes their grants at
the providers, and deletes its employees, its audit trail and itself. A tombstone remains. It can be stopped and run
again at any point; run it once more an hour later, when no ID token of a member is good any more.

  --project ID         the Firebase project, also of an emulator
  --dry-run            only count what would be deleted
  --ordered-by WHO     kept in the tombstone: a name or a ticket. Default: who runs this
  --keep-audit-trail   leave the audit trail to its own retention of 400 days
  --without-revocation go on where the server of a connection is not configured, so that its grant cannot be revoked
  --yes                do not ask

Environment: what the functions have (.env.example), the secrets included, since grants are revoked with the stored
tokens; Application Default Credentials, or FIRESTORE_EMULATOR_HOST and FIREBASE_AUTH_EMULATOR_HOST.
Exit status: 0 nothing is left, 1 something is left or failed, 2 called wrongly.
`;

const failed = 1;
const misused = 2;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const command = readCommand(args);
  if (typeof command === 'string') {
    process.stderr.write(command === help ? '' : `${command}\n`);
    process.stdout.write(command === help ? help : '');
    return command === help ? 0 : misused;
  }
  const { organizationId, projectId } = command;
  process.env['GCLOUD_PROJECT'] = projectId;
  const deletion = createOrganizationDeletion({
    ...processGraph,
    members: createOrganizationMembers({ ...processGraph, auth: () => getAuth(getAuthApp()) }),
  });
  try {
    const [counts, tombstone] = await Promise.all([
      deletion.count(organizationId),
      deletion.findTombstone(organizationId),
    ]);
    say(`${organizationId} in project ${projectId} has ${list(counts)}.`);
    if (tombstone) {
      say(`Its deletion was ordered by ${tombstone.orderedBy} on ${dateOf(tombstone)}.`);
    }
    if (command.dryRun) {
      return 0;
    }
    if (!command.withoutRevocation && (counts['integrations'] ?? 0) > 0) {
      await requireServers(organizationId);
    }
    if (!command.confirmed && !(await isConfirmed(organizationId))) {
      say('That is not the id. Nothing was deleted.');
      return failed;
    }
    const report = await deletion.delete(organizationId, {
      orderedBy: command.orderedBy,
      keepAuditTrail: command.keepAuditTrail,
      onProgress: (what, done) => say(`  ${what}: ${done}`),
    });
    return tell(report);
  } catch (error) {
    // Only our own messages are known to hold no secret.
    say(
      isAppError(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : 'failed',
    );
    say('Run it again: it goes on with what is left.');
    return failed;
  }
}

function tell({ members, grants, left, tombstone }: DeletionReport): number {
  say(`Members without access now: ${members}.`);
  say(
    `Grants: ${grants.revoked} revoked, ${grants.local_only + grants.shared} forgotten here only ` +
      '(the provider has no revocation or did not answer, or the grant is in use elsewhere).',
  );
  say(`Deleted in all runs: ${list(tombstone.deleted)}.`);
  if (tombstone.finishedAt) {
    say('Nothing is left. Run this once more in an hour, when no ID token of a member is good any more.');
    return 0;
  }
  say(`There is still ${list(left)}: run it again.`);
  return failed;
}

function readCommand(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        project: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        'ordered-by': { type: 'string' },
        'keep-audit-trail': { type: 'boolean', default: false },
        'without-revocation': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      return help;
    }
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) {
      return 'Exactly one organization id is needed. See --help.';
    }
    const organization = organizationIdSchema.safeParse(id);
    if (!organization.success) {
      return 'That is no organization id. See --help.';
    }
    if (!values.project) {
      return 'Which --project? See --help.';
    }
    return {
      organizationId: organization.data,
      projectId: values.project,
      dryRun: values['dry-run'],
      orderedBy: values['ordered-by'] ?? userInfo().username,
      keepAuditTrail: values['keep-audit-trail'],
      withoutRevocation: values['without-revocation'],
      confirmed: values.yes,
    };
  } catch (error) {
    return error instanceof Error ? error.message : help;
  }
}

/** @throws {AppError} configuration_invalid; provider_not_configured is for the operator to decide about. */
async function requireServers(organizationId: string): Promise<void> {
  const { config, providerRegistry } = processGraph;
  const unconfigured = [...providerRegistry.providers.values()].filter(
    ({ server }) => !config().servers.has(server.id),
  );
  const found = await Promise.all(
    unconfigured.map(async ({ id, server }) => {
      const connections = await processGraph.integrationService.getIntegrationsByProvider(organizationId, id);
      return connections.length > 0 ? [server.id] : [];
    }),
  );
  const missing = [...new Set(found.flat())];
  if (missing.length === 0) {
    return;
  }
  throw new AppError('provider_not_configured', {
    detail: `${missing.join(' and ')}: set the client id and secret, or add --without-revocation`,
  });
}

async function isConfirmed(organizationId: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question('This is for good. Type the id to go on: ')) === organizationId;
  } finally {
    terminal.close();
  }
}

function list(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).filter(([, count]) => count > 0);
  return entries.length === 0 ? 'nothing' : entries.map(([name, count]) => `${count} ${name}`).join(', ');
}

function dateOf({ startedAt }: { startedAt: { toDate(): Date } }): string {
  return startedAt.toDate().toISOString();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
