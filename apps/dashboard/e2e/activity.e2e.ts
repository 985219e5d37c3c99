import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';

const administrator = 'administrator@northwind.example';
const member = 'member@northwind.example';
const person = { name: 'Trail Walker', email: 'trail.walker@northwind.example' };

describeDashboard('Activity', (dashboard) => {
  it('tells who did what to whom, filtered by what is in the address', async () => {
    const { stack, open } = dashboard();
    const created = (await callApi(stack, administrator, {
      method: 'POST',
      path: '/employees',
      body: person,
      headers: { 'idempotency-key': crypto.randomUUID() },
    })) as { id: string };
    await callApi(stack, administrator, {
      method: 'PATCH',
      path: `/employees/${created.id}`,
      body: { role: 'Guide' },
      headers: { 'if-match': '*' },
    });
    const { page, goTo, examine } = await open(administrator);
    await goTo(`/activity?subject=${created.id}`);
    const list = page.getByRole('list', { name: 'What happened, newest first' });
    await list.getByText('Changed an employee').waitFor();
    expect(await list.getByRole('listitem').count()).toBe(2);
    await page.getByLabel('What happened', { exact: true }).selectOption('Added an employee');
    await list.getByText('Changed an employee').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('type')).toBe('employee.created');
    await page.getByRole('link', { name: created.id }).click();
    await page.getByRole('dialog', { name: person.name }).waitFor();
    await goTo('/activity');
    await list.getByRole('listitem').first().waitFor();
    await list.getByRole('button', { name: administrator }).first().click();
    await page.waitForURL(/actor=northwind-administrator/);
    await examine('activity');
    await page.getByLabel('To, that day included').fill('2020-01-01');
    await page.getByRole('heading', { name: 'Nothing fits these filters' }).waitFor();
    await examine('activity-no-match');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await list.getByRole('listitem').first().waitFor();
  });

  it('is saved as one event a line, with the same filters', async () => {
    const { page, goTo } = await dashboard().open(administrator);
    await goTo('/activity?type=employee.created');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as NDJSON' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('activity.ndjson');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    const types = new Set(lines.map((line) => (JSON.parse(line) as { type: string }).type));
    expect(types).toEqual(new Set(['employee.created']));
    await page.getByText('one JSON object a line').waitFor();
  });

  it('is not for members, who neither see the page in the navigation nor the events', async () => {
    const { page, goTo, examine } = await dashboard().open(member);
    expect(await page.getByRole('link', { name: 'Activity' }).count()).toBe(0);
    await goTo('/activity');
    await page.getByText('Owners and administrators of your organization see the activity.').waitFor();
    await examine('activity-as-member');
  });
});
