import { parseArgs } from 'node:util';
import { organizationIdSchema, roleSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import { UsageError } from './refusal.ts';

/** What the command is asked to do. */
export interface GrantRequest {
  email: string;
  /** `show` when nothing is to be changed. */
  action: 'show' | 'grant' | 'revoke';
  organizationId: string | undefined;
  role: Role | undefined;
  platformOperator: boolean;
  /** Name of an organization to create, should it not exist. */
  createOrganization: string | undefined;
  /** Whether an unverified email address is accepted. */
  acceptUnverified: boolean;
  project: string | undefined;
}

export const grantHelp = `Usage: grant EMAIL [--organization ID] [--role ROLE] [--platform-operator]
       grant EMAIL --revoke [--organization ID | --platform-operator]
       grant EMAIL

Gives a user of Firebase Auth a role in an organization, beside what they have in others, or takes it away. Without options
it shows what the user has.

  --organization ID           default: the user's only one, or the only one there is
  --role ROLE                 owner, administrator, member or service; default: the present one
  --platform-operator         the right to run the platform, across organizations
  --create-organization NAME  create the organization with this name, should it not exist
  --revoke                    take the role away and end the user's sessions; with --platform-operator, only that right
  --accept-unverified         also when the user has not proven that the address is theirs
  --project ID                default: GOOGLE_CLOUD_PROJECT, that of GOOGLE_APPLICATION_CREDENTIALS, or a running "dev"

What is given or taken holds within a minute, also for ID tokens that exist already.
Real projects need application default credentials (gcloud auth application-default login), and FIRESTORE_DATABASE_ID
and AUTH_PROJECT_ID where the functions have them.
`;

/** Reads the command line; null when help is asked for. @throws {UsageError} */
export function readGrantArguments(args: readonly string[]): GrantRequest | null {
  const { values, positionals } = parse(args);
  if (values.help) {
    return null;
  }
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0) {
    throw new UsageError('Exactly one email address is needed.');
  }
  if (!email.includes('@')) {
    throw new UsageError(`"${email}" is no email address.`);
  }
  const { organization: organizationId, role, revoke } = values;
  if (organizationId !== undefined && !organizationIdSchema.safeParse(organizationId).success) {
    throw new UsageError('An organization id consists of 1 to 64 letters, digits, "_" and "-".');
  }
  const known = roleSchema.safeParse(role);
  if (role !== undefined && !known.success) {
    throw new UsageError(`The role must be one of ${roleSchema.options.join(', ')}.`);
  }
  const createOrganization = values['create-organization']?.trim();
  if (createOrganization === '') {
    throw new UsageError('An organization needs a name.');
  }
  if (createOrganization !== undefined && organizationId === undefined) {
    throw new UsageError('--create-organization needs --organization: the id that it shall have.');
  }
  if (revoke && (role ?? createOrganization) !== undefined) {
    throw new UsageError('--revoke takes whatever role the user has: name none.');
  }
  const platformOperator = values['platform-operator'];
  if (revoke && platformOperator && organizationId !== undefined) {
    throw new UsageError(
      '--revoke takes a role or the right of operators: name an organization or --platform-operator.',
    );
  }
  const grants = platformOperator || (organizationId ?? role) !== undefined;
  return {
    email,
    action: revoke ? 'revoke' : grants ? 'grant' : 'show',
    organizationId,
    role: known.data,
    platformOperator,
    createOrganization,
    acceptUnverified: values['accept-unverified'],
    project: values.project,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        organization: { type: 'string' },
        role: { type: 'string' },
        'platform-operator': { type: 'boolean', default: false },
        'create-organization': { type: 'string' },
        revoke: { type: 'boolean', default: false },
        'accept-unverified': { type: 'boolean', default: false },
        project: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
