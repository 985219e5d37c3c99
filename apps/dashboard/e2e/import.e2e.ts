import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type DashboardPage, describeDashboard } from './testing/dashboard.ts';

const owner = 'owner@imports.example';
const header =
  'Employee #,First Name,Last Name,Work Email,Job Title,Department,Status,Pay rate,Paid per,Shoe size';

/** A row of an HR system's export. */
function row(
  number: number,
  { status = 'Active', email = `person.${number}@fabrikam.example` } = {},
): string {
  return `${number},Grace,Hopper ${number},${email},Admiral,Navy,${status},48.08,Hour,42`;
}

async function choose(opened: DashboardPage, name: string, lines: readonly string[]): Promise<void> {
  await opened.goTo('/employees/import');
  await chooseBy(opened, 'Choose a file', name, lines.join('\r\n'));
}

/** Presses a button that saves a file. @returns what is in it. */
async function save({ page }: DashboardPage, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

/** Chooses a file by a button of the page. */
async function chooseBy({ page }: DashboardPage, button: string, name: string, text: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

describeDashboard('Importing a file', (dashboard) => {
  it('says what is wrong with a file that cannot be read, and reads it once its columns are named', async () => {
    const opened = await dashboard().open(owner);
    const { page, examine, expectConsole } = opened;
    expectConsole(/Failed to load resource.*422/);
    await opened.goTo('/employees/import');
    await page.getByText('No file was imported in the last 30 days.').waitFor();
    await examine('import-empty');
    await choose(opened, 'odd.csv', ['Who,Work Email', 'Ada Lovelace,ada@fabrikam.example']);
    await page.getByText('This file cannot be read as it is').waitFor();
    await examine('import-unreadable');
    await page.getByLabel('Column name in the file').fill('Who');
    await page.getByLabel('Field', { exact: true }).selectOption('Name');
    await page.getByRole('button', { name: 'Add a column' }).click();
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('button', { name: 'Import 1 person' }).waitFor();
    await page.getByRole('cell', { name: 'Ada Lovelace' }).waitFor();
  });

  it('shows faults by line with the setting that settles them, and settles them', async () => {
    const opened = await dashboard().open(owner);
    const { page, examine } = opened;
    await choose(opened, 'people.csv', [
      header,
      row(1),
      row(2, { status: 'Sabbatical of the third kind' }),
      row(3, { email: 'no address' }),
    ]);
    await page.getByRole('button', { name: 'Import 1 person, leave out 2' }).waitFor();
    const fault = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: '3', exact: true }) });
    await fault
      .getByText('Settle it for the whole file with “What words of the status mean” above.')
      .waitFor();
    await page.getByText('is not an email address').waitFor();
    await page.getByText('Shoe size').first().waitFor();
    await examine('import-faults');
    expect(await save(opened, 'Save this list as CSV')).toMatch(/^\ufeff?line,column,reason\r\n3,/i);
    const [names, second, third] = (await save(opened, 'Save the rejected rows as CSV')).split('\r\n');
    expect(names).toBe(`\ufeff${header},"What is wrong"`);
    expect(second).toContain(`${row(2, { status: 'Sabbatical of the third kind' })},"Status: is not`);
    expect(third).toBe(`${row(3, { email: 'no address' })},"Work Email: is not an email address."`);
    await page.getByText('How the file is read').click();
    await page.getByLabel('What words of the status mean').fill('Sabbatical of the third kind=inactive');
    await examine('import-settings');
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('button', { name: 'Import 2 people, leave out 1' }).waitFor();
  });

  it('takes 5,000 rows by drag and drop, follows the import by its events, and lists it afterwards', async () => {
    const opened = await dashboard().open(owner);
    const { page, goTo, examine } = opened;
    await goTo('/employees/import');
    const rows = Array.from({ length: 5000 }, (_none, index) => row(index + 1));
    const transfer = await page.evaluateHandle(
      (text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], 'everybody.csv', { type: 'text/csv' }));
        return data;
      },
      [header, ...rows].join('\n'),
    );
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByRole('button', { name: 'Import 5,000 people' }).waitFor();
    await examine('import-preview');
    const stream = page.waitForResponse((response) => response.url().endsWith('/events'));
    await page.getByRole('button', { name: 'Import 5,000 people' }).click();
    expect((await stream).headers()['content-type']).toContain('text/event-stream');
    await page.getByText('The import is complete', { exact: true }).waitFor();
    await examine('import-done');
    expect(await page.getByRole('definition').allTextContents()).toEqual(['5,000', '5,000', '0', '0', '0']);
    await page.reload();
    await page.getByText('The import is complete', { exact: true }).waitFor();
    await page.getByRole('listitem').filter({ hasText: '5,000 added' }).getByRole('link').waitFor();
    expect(await save(opened, 'Save as CSV')).toMatch(/,completed,false,5000,5000,0,0,0,0,,/);
    await page.getByRole('link', { name: 'See the employees' }).click();
    await page.getByText('5,000 people', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Grace Hopper 1', exact: true }).waitFor();
  });

  it('is taken back by the directory that was saved before, and gives its rejected rows after a reload, too', async () => {
    const opened = await dashboard().open(owner);
    const { page, goTo, examine } = opened;
    const lines = [header, row(1).replace('Admiral', 'Captain'), row(2, { email: 'no address' })];
    await choose(opened, 'change.csv', lines);
    await page.getByRole('button', { name: 'Import 1 person, leave out 1' }).waitFor();
    await examine('import-change');
    const before = await save(opened, 'Save the directory as it is now');
    await page.getByRole('button', { name: 'Import 1 person, leave out 1' }).click();
    await page.getByText('The import is complete, without the rows that have a fault').waitFor();
    const rejected = await save(opened, 'Save the rejected rows as CSV');
    await page.reload();
    const again = 'Choose the file again to save its rejected rows';
    await page.getByRole('button', { name: again }).waitFor();
    await chooseBy(opened, again, 'another.csv', header);
    await page.getByText('This is not the file that was imported.').waitFor();
    const download = page.waitForEvent('download');
    await chooseBy(opened, again, 'change.csv', lines.join('\r\n'));
    expect(await readFile(await (await download).path(), 'utf8')).toBe(rejected);

    await goTo('/employees/import');
    await chooseBy(opened, 'Choose a file', 'before.csv', before);
    await page.getByRole('button', { name: 'Import 1 person', exact: true }).click();
    await page.getByText('The import is complete', { exact: true }).waitFor();
    expect(await page.getByRole('definition').allTextContents()).toEqual(['5,000', '0', '1', '4,999', '0']);
  });
});
