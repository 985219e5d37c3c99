import type { EmployeeImport } from '@klayim/shared/types';
import { check } from './check.ts';
import type { JobContext } from './job-context.ts';
import { callersOf } from './step-helpers.ts';

const rowCount = 300;
/** Streams of progress that are followed at most; each lasts up to a minute. */
const streams = 3;

/** An administrator imports a CSV file, through the functions and their queue; a member finds the people. */
export async function importDirectory(context: JobContext): Promise<void> {
  const { api, say, facts } = context;
  const { administrator, member } = callersOf(context);
  const byAdministrator = api.as(administrator);
  // Another file in each run, about the same people.
  const role = new Date().toISOString();
  const body = csvFile(role);

  const started = await byAdministrator.callFully('startEmployeeImport', { body });
  const { id } = started.body;
  check(started.status === 202, `The import answered ${started.status} instead of 202.`);
  say(`the file has ${started.body.rows} rows: its import waits for its turn`);
  const done = await follow(context, id);
  const { status, created, updated, unchanged, rejectedRows } = done;
  say(
    `the queue's worker: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejectedRows} rejected`,
  );
  check(status === 'completed', `The import is ${status} (${done.error}).`);
  check(created + updated + unchanged === rowCount - 1, 'Not every good row was imported.');
  const { items } = await byAdministrator.call('listEmployeeImportFaults', { path: { id } });
  say(`left out: line ${items[0]?.line}, ${items[0]?.column}: ${items[0]?.reason}`);
  check(items.length === 1, `There are ${items.length} faults instead of one.`);

  const again = await byAdministrator.callFully('startEmployeeImport', { body });
  say(`the same file again: ${again.status}, the import that it already is`);
  check(again.status === 200 && again.body.id === id, 'The same file was imported twice.');

  const { total, departments, roles } = await api.as(member).call('getEmployeeFacets');
  const inDepartments = departments.reduce((sum, { count }) => sum + count, 0);
  check(
    inDepartments >= rowCount - 1,
    `The departments have ${inDepartments} people instead of ${rowCount - 1}.`,
  );
  const inRole = roles.find(({ value }) => value === role)?.count ?? 0;
  check(inRole === rowCount - 1, `${inRole} people have the role of the file instead of ${rowCount - 1}.`);
  say(
    `a member sees ${total} people in ${departments.map(({ value, count }) => `${value} (${count})`).join(', ')}`,
  );
  const page = await api.as(member).call('listEmployees', { query: { namePrefix: 'person 7', limit: 5 } });
  check(page.items.length === 5, 'The people were not found by name.');
  const seesPay = page.items.some((employee) => employee.hourlyRateCents !== undefined);
  check(!seesPay, 'A member saw pay rates.');
  facts.importedPeople = total;
}

/** Reads server-sent events until the import is over. */
async function follow({ api, callers, say }: JobContext, id: string): Promise<EmployeeImport> {
  const client = api.as(callers?.administrator ?? null);
  for (let stream = 0; stream < streams; stream += 1) {
    let events = 0;
    for await (const _event of client.events('followEmployeeImport', { path: { id } })) {
      events += 1;
    }
    say(`progress came in ${events} events`);
    const { status } = await client.call('getEmployeeImport', { path: { id } });
    if (status === 'completed' || status === 'failed') {
      break;
    }
  }
  return client.call('getEmployeeImport', { path: { id } });
}

function csvFile(mark: string): string {
  const rows = Array.from({ length: rowCount }, (_, index) => {
    const email = index === 150 ? 'nobody' : `person${index}@demo.example`;
    return `${index},Person ${index},${email},"Team ${index % 3}, ${index % 2 === 0 ? 'North' : 'South'}",${mark},"62,400.00"`;
  });
  return ['Employee ID,Full Name,E-Mail,Department,Job Title,Annual Salary', ...rows, ''].join('\r\n');
}
