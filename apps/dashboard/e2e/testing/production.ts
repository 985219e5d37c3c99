import type { BrowserContext } from 'playwright-core';
import type { StackAddresses } from './stack.setup.ts';

/** Where the dashboard is in production, to the browser: nothing here has that name. */
export const productionUrl = 'https://dashboard.example';

/**
 * Has a browser find the stack's dashboard where production is, with the headers of production: the policy without the Auth emulator,
 * and the configuration of a project that is not local. Google's services are answered by who calls this.
 */
export async function serveAsProduction(
  context: BrowserContext,
  { dashboardUrl, authUrl }: StackAddresses,
): Promise<void> {
  await context.route(`${productionUrl}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname === '/__/firebase/init.json') {
      await route.fulfill({ json: { apiKey: 'production-key', projectId: 'production' } });
      return;
    }
    // What is still being answered when the page goes, such as the stream of changes, ends with it.
    const response = await route.fetch({ url: dashboardUrl + pathname + search }).catch(() => null);
    if (!response) {
      return;
    }
    const headers = response.headers();
    const policy = headers['content-security-policy'] ?? '';
    await route.fulfill({
      response,
      headers: { ...headers, 'content-security-policy': policy.replaceAll(` ${authUrl}`, '') },
    });
  });
}
