import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What to do when there is none. */
export const howToInstall =
  'there is no Chromium. Install it with `apt-get install chromium`, or name one in CHROMIUM_PATH.';

/** The browser to test in: CHROMIUM_PATH, or where Debian puts it. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  return (named ? [named] : places).find((path) => existsSync(path)) ?? null;
}

/** No network of its own, no first-run pages; each start has a fresh profile. */
export const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
