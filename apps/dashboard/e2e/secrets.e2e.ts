import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';
import { createPerson, signInByPassword } from './testing/people.ts';

const organizationId = 'keeps-secrets';

describeDashboard('A secret that is shown once', (dashboard) => {
  it.each([
    [
      'of an API key',
      async (page: Page): Promise<string> => {
        await page.goto('/settings/api-keys');
        await page.getByRole('button', { name: 'Create a key' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Name').fill('Payroll');
        await dialog.getByLabel('See connections').check();
        await dialog.getByRole('button', { name: 'Create' }).click();
        return dialog.getByLabel('API key', { exact: true }).inputValue();
      },
    ],
    [
      'of a webhook',
      async (page: Page): Promise<string> => {
        await page.goto('/settings/webhooks');
        await page.getByRole('button', { name: 'Add a webhook' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('URL').fill(dashboard().stack.webhookUrl);
        await dialog.getByRole('button', { name: 'Add' }).click();
        return dialog.getByLabel('Signing secret', { exact: true }).inputValue();
      },
    ],
  ])(
    '%s is nowhere in the browser once its dialog is closed, nor on the page after, nor after a reload',
    async (name, issue) => {
      const { stack, open } = dashboard();
      const owner = await createPerson(stack, { organizationId, role: 'owner' });
      const { page } = await open();
      const addresses: string[] = [];
      page.on('request', (request) => addresses.push(request.url()));
      await signInByPassword(page, owner);
      const secret = await issue(page);
      expect(secret.length, name).toBeGreaterThan(20);
      // It would be found: the dialog that shows it is open.
      expect((await keptInBrowser(page)).fields).toContain(secret);
      await page.getByRole('button', { name: 'I have stored it' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const found = async () => JSON.stringify(await keptInBrowser(page)).includes(secret);
      expect(await found()).toBe(false);
      await page.getByRole('link', { name: 'Connections' }).click();
      await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
      expect(await found()).toBe(false);
      await page.goBack();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await found()).toBe(false);
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await found()).toBe(false);
      const { databases } = await keptInBrowser(page);
      // The session is where Firebase Auth keeps it: the search does look there.
      expect(JSON.stringify(databases)).toContain(owner);
      expect(addresses.join(' ')).not.toContain(secret);
    },
  );
});

interface Kept {
  fields: string[];
  databases: unknown[];
  [place: string]: unknown;
}

/** All that a browser keeps of a page, and what the page shows. */
async function keptInBrowser(page: Page): Promise<Kept> {
  const cookies = await page.context().cookies();
  const kept = await page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const databases: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        databases.push(name, store, await answerOf(objects.getAllKeys()), await answerOf(objects.getAll()));
      }
      database.close();
    }
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        cached.push(request.url, (await (await cache.match(request))?.text()) ?? '');
      }
    }
    return {
      databases,
      cached,
      page: document.documentElement.outerHTML,
      text: document.body.textContent,
      fields: [...document.querySelectorAll('input, textarea')].map(
        (field) => (field as HTMLInputElement | HTMLTextAreaElement).value,
      ),
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      history: history.state as unknown,
      name: window.name,
      address: location.href,
    };
  });
  return { ...kept, cookies };
}
