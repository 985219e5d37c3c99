import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';

const administrator = 'administrator@employees.example';
const member = 'member@employees.example';
const ada = 'Ada Lovelace';

/** People for the long list: so many, in parts of what one call takes. */
const manyPeople = 4000;
const peopleACall = 2000;

async function openPerson({ page, goTo }: DashboardPage, name: string): Promise<void> {
  await goTo('/employees');
  await page.getByRole('table', { name: 'Employees' }).getByRole('link', { name }).click();
  await page.getByRole('dialog', { name }).waitFor();
}

async function add({ page }: DashboardPage, person: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: 'Add an employee' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an employee' });
  for (const [label, value] of Object.entries(person)) {
    await dialog.getByLabel(label, { exact: true }).fill(value);
  }
  await dialog.getByRole('button', { name: 'Add' }).click();
}

describeDashboard('Employees', (dashboard) => {
  it('begin with nobody, and are added by hand with every fault beside its field', async () => {
    const opened = await dashboard().open(administrator);
    const { page, goTo, examine, expectConsole } = opened;
    expectConsole(/Failed to load resource.*400/);
    await goTo('/employees');
    await page.getByRole('heading', { name: 'No employees yet' }).waitFor();
    await examine('employees-empty');
    await add(opened, { Email: 'no address', 'Pay an hour': 'much' });
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This is needed.').waitFor();
    await dialog.getByText('Write an amount such as 48.08, or nothing.').waitFor();
    await dialog.getByLabel('Name').fill(ada);
    await dialog.getByLabel('Pay an hour').fill('48,08');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.locator('.field__error').waitFor();
    await examine('employee-add-faults');
    await dialog.getByLabel('Email').fill('ada@northwind.example');
    await dialog.getByLabel('Role', { exact: true }).fill('Engineer');
    await dialog.getByLabel('Department').fill('Research');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByText(`${ada} is added.`).waitFor();
    const row = page.getByRole('row').filter({ hasText: ada });
    await row.getByRole('cell', { name: '48.08' }).waitFor();
    await page.getByText('1 person', { exact: true }).waitFor();
  });

  it('are changed, and a change of somebody else in between is shown side by side', async () => {
    const { stack, open } = dashboard();
    const opened = await open(administrator);
    const { page, examine, expectConsole } = opened;
    expectConsole(/Failed to load resource.*412/);
    const watching = await open(member);
    await watching.goTo('/employees');
    await watching.page.getByRole('cell', { name: 'Engineer' }).waitFor();
    await openPerson(opened, ada);
    const id = new URL(page.url()).searchParams.get('person');
    await callApi(stack, administrator, {
      method: 'PATCH',
      path: `/employees/${id}`,
      body: { role: 'Fellow' },
      headers: { 'if-match': '*' },
    });
    const panel = page.getByRole('dialog', { name: ada });
    await panel.getByLabel('Role', { exact: true }).fill('Director');
    await panel.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('dialog', { name: 'Somebody else changed this person meanwhile' });
    await conflict.getByRole('row', { name: 'Role Director Fellow' }).waitFor();
    await examine('employee-conflict');
    await conflict.getByRole('button', { name: 'Take what is stored' }).click();
    expect(await panel.getByLabel('Role', { exact: true }).inputValue()).toBe('Fellow');
    // Somebody is faster once more, and this time what is written here counts.
    await callApi(stack, administrator, {
      method: 'PATCH',
      path: `/employees/${id}`,
      body: { department: 'Analysis' },
      headers: { 'if-match': '*' },
    });
    await panel.getByLabel('Role', { exact: true }).fill('Director');
    await panel.getByRole('button', { name: 'Save' }).click();
    await conflict.getByRole('row', { name: 'Role Director Fellow' }).waitFor();
    await conflict.getByRole('button', { name: 'Save yours' }).click();
    await page.getByText(`${ada} is saved.`).waitFor();
    await page.getByRole('row').filter({ hasText: ada }).getByRole('cell', { name: 'Director' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    // The other page learns of it without a reload, and of somebody who is new.
    await watching.page.getByRole('cell', { name: 'Director' }).waitFor();
    await callApi(stack, administrator, {
      method: 'POST',
      path: '/employees',
      body: { name: 'Grace Hopper', email: 'grace@northwind.example' },
    });
    await watching.page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
    await watching.page.getByText('2 people', { exact: true }).waitFor();
    const grace = new URLSearchParams({ emailPrefix: 'grace@' });
    const { items } = (await callApi(stack, administrator, {
      method: 'GET',
      path: `/employees?${grace}`,
    })) as { items: { id: string }[] };
    await callApi(stack, administrator, { method: 'DELETE', path: `/employees/${items[0]?.id}` });
    await watching.page.getByRole('link', { name: 'Grace Hopper' }).waitFor({ state: 'detached' });
  });

  it('are filtered by department, role, status and source, which the address keeps', async () => {
    const { page, goTo } = await dashboard().open(administrator);
    await goTo('/employees');
    const row = page.getByRole('row').filter({ hasText: ada });
    for (const [label, option, parameter, value] of [
      ['Department', 'Analysis (1)', 'department', 'Analysis'],
      ['Role', 'Director (1)', 'role', 'Director'],
      ['Status', 'Full time', 'status', 'fullTime'],
      ['Source', 'Added by hand', 'source', 'manual'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).selectOption({ label: option });
      expect(new URL(page.url()).searchParams.get(parameter), label).toBe(value);
      await row.waitFor();
    }
    await page.reload();
    await row.waitFor();
    await page.getByLabel('Status', { exact: true }).selectOption({ label: 'Contractor' });
    await page.getByRole('heading', { name: 'No employee matches these filters' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row.waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('are seen without pay and without a way to change them by members', async () => {
    const opened = await dashboard().open(member);
    const { page, examine } = opened;
    await openPerson(opened, ada);
    await examine('employee-as-member');
    expect(await page.getByRole('columnheader', { name: 'Pay an hour' }).count()).toBe(0);
    expect(await page.content()).not.toContain('48.08');
    for (const action of ['Add an employee', 'Save', 'Delete']) {
      expect(await page.getByRole('button', { name: action }).count(), action).toBe(0);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByRole('link', { name: 'Import a file' }).count()).toBe(0);
  });

  it('are searched by name or email and filtered with counts, and the address keeps it', async () => {
    const { stack, open } = dashboard();
    await callApi(stack, administrator, { method: 'POST', path: '/employees/sync', body: syncOf(0, 9) });
    const { page, goTo, examine } = await open(administrator);
    await goTo('/employees');
    await page.getByText('10 people', { exact: true }).waitFor();
    await examine('employees');
    await page.getByLabel('Department').selectOption({ label: 'Sales (5)' });
    await page.getByRole('link', { name: ada }).waitFor({ state: 'detached' });
    expect(await page.getByRole('row').count()).toBe(1 + 5);
    await page.getByLabel('Name or email begins with').fill('PÉRSON 00003');
    await page.getByRole('heading', { name: 'No employee matches these filters' }).waitFor();
    expect(new URL(page.url()).searchParams.get('department')).toBe('Sales');
    await page.reload();
    await page.getByRole('heading', { name: 'No employee matches these filters' }).waitFor();
    await examine('employees-no-match');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByLabel('Name or email begins with').fill('ada@');
    await page.getByRole('link', { name: 'Person 00001' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: ada }).waitFor();
  });

  it('are deleted after a question', async () => {
    const opened = await dashboard().open(administrator);
    const { page, examine, expectConsole } = opened;
    // The panel may ask for the person once more, when it is told of the change.
    expectConsole(/Failed to load resource.*404/);
    await openPerson(opened, ada);
    await examine('employee');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: `Delete ${ada}?` }).waitFor();
    await examine('employee-delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${ada} is deleted.`).waitFor();
    await page.getByText('9 people', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: ada }).count()).toBe(0);
  });

  it('are scrolled to the last of thousands, while the page holds only the rows in the window', async () => {
    const { stack, open } = dashboard();
    for (let first = 0; first < manyPeople; first += peopleACall) {
      const body = syncOf(first, peopleACall);
      await callApi(stack, administrator, { method: 'POST', path: '/employees/sync', body });
    }
    const { page, goTo } = await open(administrator);
    await goTo('/employees');
    const table = page.getByRole('table', { name: 'Employees' });
    await table.getByRole('link', { name: 'Person 00000' }).waitFor();
    expect(await table.getAttribute('aria-rowcount')).toBe(String(manyPeople + 1));
    const last = table.getByRole('link', { name: `Person ${String(manyPeople - 1).padStart(5, '0')}` });
    let maxRows = 0;
    while ((await last.count()) === 0) {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      maxRows = Math.max(maxRows, await table.getByRole('row').count());
      await page.waitForFunction(
        ([before, name]) =>
          document.documentElement.scrollHeight > Number(before) ||
          document.body.textContent.includes(String(name)),
        [height, `Person ${String(manyPeople - 1).padStart(5, '0')}`] as const,
      );
    }
    await last.waitFor();
    expect(maxRows).toBeLessThan(80);
    await callApi(stack, administrator, {
      method: 'POST',
      path: '/employees/sync',
      body: syncOf(manyPeople, 1),
    });
    await page.getByText('Somebody has changed the directory').waitFor();
    await page.getByRole('button', { name: 'Load the list again' }).click();
    await page.getByText('4,001 people').waitFor();
    await table.getByRole('link', { name: 'Person 00000' }).waitFor();
  });

  it('say what is wrong when the list cannot be loaded, and load it on request', async () => {
    const { page, goTo, examine, expectConsole } = await dashboard().open(administrator);
    expectConsole(/Failed to load resource/);
    await page.route('**/api/employees?*', (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'internal_error',
          title: 'Internal error',
          remedy: 'none',
          status: 500,
          requestId: 'r-1',
        }),
      }),
    );
    await goTo('/employees');
    await page.getByText('This could not be loaded').waitFor();
    await examine('employees-failed');
    await page.unroute('**/api/employees?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Person 00000' }).waitFor();
  });
});

/** People of an HR system, the same at every run. */
function syncOf(first: number, count: number) {
  const employees = Array.from({ length: count }, (_none, offset) => {
    const number = String(first + offset).padStart(5, '0');
    return {
      sourceId: number,
      name: `Person ${number}`,
      email: `person.${number}@northwind.example`,
      role: 'Clerk',
      department: (first + offset) % 2 === 0 ? 'Sales' : 'Support',
      hourlyRateCents: 3000,
    };
  });
  return { sourceType: 'bamboohr', mode: 'incremental', employees };
}
