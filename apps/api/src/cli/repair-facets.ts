/** Repairs an organization's counts of departments and roles. See docs/operations.md. */
import { parseArgs } from 'node:util';
import { organizationIdSchema } from '@klayim/shared/schemas';
import { isAppError } from '../errors/app-error.ts';
import { processGraph } from '../services/process.ts';

const help = `Usage: repair-facets --project PROJECT_ID --organization ORGANIZATION_ID

Counts the employees of an organization, and corrects the stored counts of its departments and roles where they differ.
It may run while employees are written, and can be stopped and run again at any point. It reads each employee once.

  --project ID        the Firebase project, also of an emulator
  --organization ID   whose counts

Environment: Application Default Credentials, or FIRESTORE_EMULATOR_HOST.
Exit status: 0 every count is right now, 1 it failed, 2 called wrongly.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const command = readCommand(args);
  if (command === help) {
    process.stdout.write(help);
    return 0;
  }
  if (typeof command === 'string') {
    process.stderr.write(`${command}\n`);
    return 2;
  }
  process.env['GCLOUD_PROJECT'] = command.project;
  const { employeeRepository, firestore } = processGraph;
  try {
    const { corrected, employees } = await employeeRepository.repairFacets(command.organizationId);
    process.stdout.write(
      `${command.organizationId}: ${employees} employees, ${corrected} counts corrected.\n`,
    );
    return 0;
  } catch (error) {
    const reason = isAppError(error) ? `${error.code}: ${error.message}` : String(error);
    process.stderr.write(`repair-facets: ${reason}. Run it again.\n`);
    return 1;
  } finally {
    await firestore().terminate();
  }
}

function readCommand(args: string[]): string | { project: string; organizationId: string } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        project: { type: 'string' },
        organization: { type: 'string' },
      },
    });
    if (values.help) {
      return help;
    }
    if (!values.project) {
      return 'Which --project? See --help.';
    }
    const organization = organizationIdSchema.safeParse(values.organization);
    if (!organization.success) {
      return 'Which --organization? See --help.';
    }
    return { project: values.project, organizationId: organization.data };
  } catch (error) {
    return error instanceof Error ? error.message : help;
  }
}
