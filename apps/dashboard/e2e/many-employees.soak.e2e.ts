import { expect, it } from 'vitest';
import { callApi } from './testing/api.ts';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';

const organizationId = 'hundred-thousand';
const people = 100_000;
/** People of one call, which is what a call takes at most. */
const peopleACall = 5000;
/** Rows in the page, however many people are loaded. */
const maxRows = 80;

const nameOf = (number: number) => `Person ${String(number).padStart(6, '0')}`;

/** People of an HR system. */
function syncOf(first: number) {
  const employees = Array.from({ length: peopleACall }, (_none, offset) => {
    const number = first + offset;
    return {
      sourceId: `${number}`,
      name: nameOf(number),
      email: `person.${number}@many.example`,
      role: 'Clerk',
      department: `Department ${number % 40}`,
      hourlyRateCents: 3000,
    };
  });
  return { sourceType: 'bamboohr', mode: 'incremental', employees };
}

describeDashboard('A directory of a hundred thousand', (dashboard) => {
  it('is scrolled to its end with as few rows in the page as ever, and searched at once', async () => {
    const { stack, open } = dashboard();
    const owner = await createPerson(stack, { organizationId, role: 'owner' });
    for (let first = 0; first < people; first += peopleACall) {
      await callApi(stack, owner, { method: 'POST', path: '/employees/sync', body: syncOf(first) });
    }
    const { page, goTo } = await open();
    await signInByPassword(page, owner);
    await goTo('/employees');
    await page.getByText('100,000 people', { exact: true }).waitFor();
    const table = page.getByRole('table', { name: 'Employees' });
    await table.getByRole('link', { name: nameOf(0) }).waitFor();
    expect(await table.getAttribute('aria-rowcount')).toBe(String(people + 1));

    // In the page: a round trip to this process for each of a thousand steps would be most of the time.
    const mostRows = await page.evaluate(
      async (last) => {
        let most = 0;
        while (!document.body.textContent.includes(last)) {
          window.scrollTo(0, document.documentElement.scrollHeight);
          await new Promise((resolve) => requestAnimationFrame(resolve));
          most = Math.max(most, document.querySelectorAll('[role="row"]').length);
        }
        return most;
      },
      nameOf(people - 1),
    );
    expect(mostRows).toBeLessThan(maxRows);
    await table.getByRole('link', { name: nameOf(people - 1) }).waitFor();

    await page.getByLabel('Name or email begins with').fill('person 054321');
    await table.getByRole('link', { name: nameOf(54_321) }).waitFor();
    expect(await table.getByRole('row').count()).toBe(1 + 1);
    await goTo('/employees');
    await page.getByLabel('Department').selectOption('Department 7');
    await table.getByRole('link', { name: nameOf(7) }).waitFor();
  });
});
