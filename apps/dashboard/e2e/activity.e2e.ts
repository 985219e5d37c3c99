import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson } from './testing/people.ts';

const administrator = 'administrator@activity.example';
const member = 'member@activity.example';
const person = { name: 'Trail Walker', email: 'trail.walker@northwind.example' };

describeDashboard('Activity', (dashboard) => {
  it('tells who did what to whom, filtered by what is in the address', async () => {
    const { stack, open } = dashboard();
    await createPerson(stack, { organizationId: 'activity', role: 'administrator' });
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
    await list.getByText(created.id).waitFor();
    await list.getByRole('link', { name: person.name }).click();
    await page.getByRole('dialog', { name: person.name }).waitFor();
    await goTo('/activity');
    await list.getByRole('listitem').first().waitFor();
    await list.getByRole('button', { name: administrator }).first().click();
    await page.waitForURL(/actor=activity-administrator/);
    await examine('activity');
    await page.getByLabel('To, that day included').fill('2020-01-01');
    await page.getByRole('heading', { name: 'Nothing fits these filters' }).waitFor();
    await examine('activity-no-match');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await list.getByRole('listitem').first().waitFor();
  });

  it('is filtered by the names of people and records, and says them instead of ids', async () => {
    const { page, goTo, examine } = await dashboard().open(administrator);
    await goTo('/activity');
    const list = page.getByRole('list', { name: 'What happened, newest first' });
    await list.getByRole('listitem').first().waitFor();
    await page.getByLabel('Done to').fill('Trail W');
    const suggestions = page.getByRole('list', { name: 'Suggestions: Done to' });
    await suggestions.getByRole('button', { name: `${person.name} Employee` }).waitFor();
    await examine('activity-suggestions');
    await suggestions.getByRole('button', { name: `${person.name} Employee` }).click();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
    await page.reload();
    await page.getByRole('search').getByText(person.name).waitFor();
    await page.getByLabel('Done by').fill('administrator@');
    const people = page.getByRole('list', { name: 'Suggestions: Done by' });
    await people.getByRole('button', { name: `${administrator} Person` }).click();
    await page.waitForURL(/actor=activity-administrator/);
    await page.getByRole('search').getByText(administrator).waitFor();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
    await examine('activity-by-name');
    await page.getByRole('button', { name: 'Take this filter away: Done to' }).click();
    await page.getByLabel('Done to').fill('nobody-of-this-name');
    await page.getByText('Nothing has this name.').waitFor();
    await page.getByRole('button', { name: 'Use as an id: nobody-of-this-name' }).click();
    await page.getByRole('heading', { name: 'Nothing fits these filters' }).waitFor();
    expect(new URL(page.url()).searchParams.get('subject')).toBe('nobody-of-this-name');
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
    await page.getByText(/entr(y is|ies are) saved/).waitFor();
  });

  it('is saved as a table, with the same filters; what takes long says so and can be cancelled', async () => {
    const { page, goTo, examine } = await dashboard().open(administrator);
    await goTo('/activity?type=employee.created');
    const save = page.getByRole('button', { name: 'Save as CSV' });
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename()).toBe('activity.csv');
    const [header, ...lines] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(header).toMatch(/at,type,result,reason,subjectType,subjectId,actorType,/);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !line.includes(',employee.created,'))).toEqual([]);
    let isStarted = false;
    await page.route('**/audit-events/export/csv*', () => {
      // It is never answered.
      isStarted = true;
    });
    await save.click();
    await page.getByText('Saving… 0 so far').waitFor();
    await expect.poll(() => isStarted).toBe(true);
    await examine('activity-saving');
    await page.getByRole('button', { name: 'Cancel saving' }).click();
    await page.getByText('Saving is cancelled: there is no file.').waitFor();
    expect(await save.getAttribute('aria-disabled')).toBeNull();
  });

  it('is not for members, who neither see the page in the navigation nor the events', async () => {
    const { page, goTo, examine } = await dashboard().open(member);
    expect(await page.getByRole('link', { name: 'Activity' }).count()).toBe(0);
    await goTo('/activity');
    await page.getByText('Owners and administrators of your organization see the activity.').waitFor();
    await examine('activity-as-member');
  });
});
