import type { Page } from 'playwright-core';

interface ConsentChoice {
  account: string;
  deny?: boolean;
  /** Scopes to leave unticked: part of the name. */
  withhold?: string;
}

/** Answers the page of a local authorization server as a person would, and waits to be back at the dashboard. */
export async function answerConsent(
  page: Page,
  { account, deny = false, withhold }: ConsentChoice,
): Promise<void> {
  await page.getByRole('heading', { name: /Sign in with local/ }).waitFor();
  await page.getByRole('radio', { name: account }).check();
  if (withhold !== undefined) {
    await page.getByRole('checkbox', { name: withhold }).uncheck();
  }
  await page.getByRole('button', { name: deny ? 'Deny' : 'Allow' }).click();
  await page.getByRole('heading', { level: 1, name: 'How it went' }).waitFor();
}

/** Tells a local authorization server how to behave. */
export async function controlProvider(serverUrl: string, what: string, body: object): Promise<void> {
  const response = await fetch(new URL(`/_control/${what}`, serverUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${what} was refused: ${await response.text()}`);
  }
}
