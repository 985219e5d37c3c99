import { expect, it } from 'vitest';
import { describeDashboard } from './testing/dashboard.ts';
import { playGoogleSignIn } from './testing/google-sign-in.ts';
import { readMailedLinks } from './testing/mailed-links.ts';
import { createPerson, enterPassword } from './testing/people.ts';
import { productionUrl, serveAsProduction } from './testing/production.ts';

const organizationId = 'locked-out';

describeDashboard('Somebody who cannot sign in', (dashboard) => {
  it('has a link to a new password mailed, and the page does not tell whether the address has an account', async () => {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId, role: 'owner' });
    const nobody = `nobody@${organizationId}.example`;
    const { page, goTo, examine, expectConsole } = await open();
    // The emulator says that nobody has this address, and that the old password is wrong.
    expectConsole(/Failed to load resource.*400/);
    await goTo('/sign-in');
    const forgot = page.getByRole('button', { name: 'Forgot your password?' });
    await forgot.click();
    await page.getByText('Enter your email address first.').waitFor();
    const answers: (string | null)[] = [];
    for (const address of [nobody, email]) {
      await page.getByLabel('Email').fill(address);
      await forgot.click();
      const said = page.getByRole('status').getByText('If there is an account with this address');
      await said.waitFor();
      answers.push(await page.locator('.sign-in__card').textContent());
      await page.reload();
    }
    expect(answers[0]).toBe(answers[1]);
    expect(await readMailedLinks(stack, nobody)).toEqual([]);
    await page.getByLabel('Email').fill(email);
    await forgot.click();
    await page.getByText('If there is an account with this address').waitFor();
    await examine('sign-in-reset-sent');

    const link = (await readMailedLinks(stack, email)).at(-1);
    expect(link?.requestType).toBe('PASSWORD_RESET');
    // The page behind the link is Firebase Auth's own; the emulator's takes the new password with the link.
    const chosen = await fetch(`${link?.oobLink}&newPassword=another-password`);
    expect(chosen.status).toBe(200);
    await enterPassword(page, email);
    await page.getByText('Email and password do not match.').waitFor();
    await page.getByLabel('Password').fill('another-password');
    await page.getByLabel('Password').press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
  });

  it('since the browser blocks pop-ups is told to allow them', async () => {
    const { stack, open } = dashboard();
    const { page, goTo, examine } = await open(undefined, productionUrl);
    await serveAsProduction(page.context(), stack);
    await playGoogleSignIn(page.context(), stack, { email: 'somebody@locked-out.example' });
    // What a browser that blocks a window answers.
    await page.addInitScript(() => Object.assign(window, { open: () => null }));
    await goTo('/sign-in');
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await page.getByText('Your browser blocked the sign-in window. Allow pop-ups for this page').waitFor();
    await examine('sign-in-pop-up-blocked');
    expect(await page.getByRole('button', { name: 'Continue with Google' }).isEnabled()).toBe(true);
  });

  it('since they closed the pop-up is told so, and signs in by the next one', async () => {
    const { stack, open } = dashboard();
    const email = await createPerson(stack, { organizationId, role: 'owner', name: 'closes' });
    const { page, goTo, examine } = await open(undefined, productionUrl);
    await serveAsProduction(page.context(), stack);
    await playGoogleSignIn(page.context(), stack, { email });
    await goTo('/sign-in');
    const openPopUp = async () => {
      const [popUp] = await Promise.all([
        page.waitForEvent('popup'),
        page.getByRole('button', { name: 'Continue with Google' }).click(),
      ]);
      await popUp.getByRole('button', { name: email }).waitFor();
      return popUp;
    };
    await (await openPopUp()).close();
    await page.getByText('The sign-in window was closed before you were signed in.').waitFor();
    await examine('sign-in-pop-up-closed');
    await (await openPopUp()).getByRole('button', { name: email }).click();
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
  });
});
