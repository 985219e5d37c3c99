import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson, endSessions, enterPassword, signInByPassword } from './testing/people.ts';

const organizationId = 'imports-much';
const header = 'Employee #,First Name,Last Name,Work Email,Job Title,Department,Status,Pay rate,Paid per';
const rows = 8_000;
const timeout = 900_000;

const row = (number: number): string =>
  `${number},Grace,Hopper ${number},person.${number}@${organizationId}.example,Admiral,Navy,Active,48.08,Hour`;

/** Drops a file on the page, as from a folder of the machine. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: 'text/csv' }));
      return data;
    },
    [name, text] as const,
  );
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
}

describeDashboard('A file to be imported', (dashboard) => {
  it('that is too large is refused before anything is sent, and the limit is said before', async () => {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId, role: 'administrator', name: 'too-large' });
    const { page, goTo, examine } = await open();
    await signInByPassword(page, email);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/employee-imports')) {
        sent.push(request.url());
      }
    });
    await goTo('/employees/import');
    await page.getByText('Up to 50,000 rows and 20 MB.').waitFor();
    await drop(page, 'all.csv', 'x'.repeat(20_000_001));
    await page.getByText('This file is larger than 20 MB. Split it, or leave out columns.').waitFor();
    await examine('import-too-large');
    await drop(page, 'none.csv', '');
    await page.getByText('This file is empty.').waitFor();
    expect(sent).toEqual([]);
  });

  it('that was dropped is there after the session has ended and the same person has signed in again', {
    timeout,
  }, async () => {
    const { stack, open } = dashboard();
    const person = { organizationId, role: 'administrator', name: 'drops' } as const;
    const email = await createPerson(stack, person);
    const { page, goTo, expectConsole } = await open();
    page.setDefaultTimeout(120_000);
    expectConsole(/Failed to load resource.*401/);
    await signInByPassword(page, email);
    await goTo('/employees/import');
    await drop(page, 'dropped.csv', [header, row(1)].join('\n'));
    const start = page.getByRole('button', { name: 'Import 1 person' });
    await start.waitFor();
    await endSessions(stack, person);
    const ended = page.getByRole('dialog', { name: 'Your session has ended' });
    // The page may have learned of it already, and is hidden then.
    await page.getByRole('button', { name: 'Import 1 person', includeHidden: true }).dispatchEvent('click');
    await ended.waitFor();
    const opened = page.context().waitForEvent('page');
    await ended.getByRole('link', { name: 'Sign in again' }).click();
    await enterPassword(await opened, email);
    await ended.waitFor({ state: 'detached' });
    await page.getByText('dropped.csv').first().waitFor();
    await page.getByRole('button', { name: 'Import 1 person' }).click();
    await page.getByText('The import is complete', { exact: true }).waitFor();
  });

  it('that takes long shows how far it is, goes on while the page is left, and is followed again', {
    timeout,
  }, async () => {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId, role: 'owner' });
    const { page, goTo, examine } = await open();
    page.setDefaultTimeout(300_000);
    await signInByPassword(page, email);
    await goTo('/employees/import');
    const people = Array.from({ length: rows }, (_none, index) => row(index + 1));
    await drop(page, 'everybody.csv', [header, ...people].join('\n'));
    await page.getByRole('button', { name: /^Import [\d,]+ people$/ }).click();
    await page.getByText('Importing: ').waitFor();
    const bar = page.getByRole('progressbar', { name: 'Progress' });
    const rowsDone = () => bar.evaluate((element) => (element as HTMLProgressElement).value);
    const seen = await rowsDone();
    expect(await bar.getAttribute('max')).toBe(String(rows));
    await examine('import-running');
    await page.getByRole('link', { name: 'Connections' }).click();
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    await page.goBack();
    await page
      .getByText('Importing: ')
      .or(page.getByText('The import is complete', { exact: true }))
      .waitFor();
    expect((await bar.isVisible()) ? await rowsDone() : rows).toBeGreaterThanOrEqual(seen);
    await page.getByText('The import is complete', { exact: true }).waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: /[\d,]+ added/ })
      .first()
      .waitFor();
  });
});
