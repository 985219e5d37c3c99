import { chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import { chromiumArguments, findChromium } from './chromium.ts';
import { type ExamineOptions, examine } from './examine.ts';
import { createPerson, personOf, signInByPassword } from './people.ts';
import type { StackAddresses } from './stack.setup.ts';

/** A page of the dashboard in a browser. */
export interface DashboardPage {
  page: Page;
  /** Goes to a path of the dashboard. */
  goTo: (path: string) => Promise<void>;
  /** Looks at the page in three widths and both colour schemes, keeps pictures, and expects axe to find nothing. */
  examine: (name: string, options?: ExamineOptions) => Promise<void>;
  /** Lets an error in the console pass, which otherwise fails the test. */
  expectConsole: (pattern: RegExp) => void;
}

interface Dashboard {
  stack: StackAddresses;
  /**
   * Opens a browser window of its own; signed in, when a person is named: one of the demo people, or `role@organization.example`
   * of an organization that no other file works in, so that nothing depends on the order of the files.
   * @param origin where it finds the dashboard; default: the stack's Hosting.
   */
  open: (email?: string, origin?: string) => Promise<DashboardPage>;
}

/** Their people are there from the beginning. Files only sign in with them: what one stores there, another would see. */
const demoOrganizations = new Set(['northwind', 'fabrikam', 'demo']);
const actionTimeoutMs = 60_000;

/** Declares tests in a browser; they are skipped where there is none. */
export function describeDashboard(name: string, declare: (dashboard: () => Dashboard) => void): void {
  const stack = inject('stack');
  describe.skipIf(stack === null)(name, () => {
    let dashboard: Dashboard | undefined;
    let closeAll: (() => Promise<void>) | undefined;
    const opened: { close: () => Promise<void> }[] = [];
    const unexpected: string[] = [];
    /** People of this file. Made once: to make somebody again would end their sessions. */
    const people = new Set<string>();

    beforeAll(async () => {
      if (!stack) {
        return;
      }
      const executablePath = findChromium() ?? '';
      const browser = await chromium.launch({ executablePath, args: chromiumArguments });
      closeAll = () => browser.close();
      dashboard = {
        stack,
        async open(email, origin = stack.dashboardUrl) {
          const context = await browser.newContext({
            viewport: { width: 1440, height: 900 },
            baseURL: origin,
          });
          opened.push(context);
          context.setDefaultTimeout(actionTimeoutMs);
          const page = await context.newPage();
          const allowed: RegExp[] = [];
          const note = (text: string): void => {
            if (!allowed.some((pattern) => pattern.test(text))) {
              unexpected.push(text);
            }
          };
          page.on('console', (message) => message.type() === 'error' && note(message.text()));
          page.on('pageerror', (error) => note(error.message));
          if (email !== undefined) {
            await signInAs(page, stack, { email, people });
          }
          return {
            page,
            goTo: async (path) => {
              await page.goto(path);
            },
            examine: (state, options) => examine(page, state, options),
            expectConsole: (pattern) => allowed.push(pattern),
          };
        },
      };
    });
    afterEach(async () => {
      for (const context of opened.splice(0)) {
        await context.close();
      }
      // Violations of the policy of the site are among them.
      expect(unexpected.splice(0)).toEqual([]);
    });
    afterAll(() => closeAll?.());

    declare(() => {
      if (!dashboard) {
        throw new Error('The browser has not started.');
      }
      return dashboard;
    });
  });
}

async function signInAs(
  page: Page,
  stack: StackAddresses,
  { email, people }: { email: string; people: Set<string> },
): Promise<void> {
  const person = personOf(email);
  if (!person || demoOrganizations.has(person.organizationId)) {
    await signIn(page, email);
    return;
  }
  if (!people.has(email)) {
    await createPerson(stack, person);
    people.add(email);
  }
  await signInByPassword(page, email);
}

/** Signs in by the list of demo people, and waits for the first page. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: email }).click();
  await page
    .getByRole('heading', { level: 1 })
    .and(page.getByText(/Connections|no organization/))
    .waitFor();
}
