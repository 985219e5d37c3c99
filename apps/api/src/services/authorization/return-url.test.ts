import { describe, expect, it } from 'vitest';
import { isOwnReturnUrl, isReturnUrlAllowed } from './return-url.ts';

const allowlist = ['https://app.example/settings', 'http://localhost:5173/'];

describe('the return URL', () => {
  it.each([
    'https://app.example/settings',
    'https://app.example/settings?tab=1#x',
    'https://APP.example/settings/connections',
    'http://localhost:5173/anything',
  ])('may be %s', (url) => {
    expect(isReturnUrlAllowed(url, allowlist)).toBe(true);
  });

  it.each([
    'https://app.example/',
    'https://app.example/settingsx',
    'https://app.example/settings/../admin',
    'https://app.example/settings/%2e%2e/admin',
    'https://app.example.evil.example/settings',
    'https://app.example@evil.example/settings',
    'https://user:password@app.example/settings',
    'http://app.example/settings',
    'https://app.example:8443/settings',
    'http://localhost:5174/',
  ])('may not be %s', (url) => {
    expect(isReturnUrlAllowed(url, allowlist)).toBe(false);
  });
});

describe("an organization's own return URL", () => {
  const own = ['https://northwind.example/settings?tab=accounts'];

  it.each([
    'https://northwind.example/settings?tab=accounts',
    'https://NORTHWIND.example:443/settings?tab=accounts',
  ])('may be %s', (url) => {
    expect(isOwnReturnUrl(url, own)).toBe(true);
  });

  it.each([
    'https://northwind.example/settings',
    'https://northwind.example/settings?tab=accounts&next=//evil.example',
    'https://northwind.example/settings/below?tab=accounts',
    'http://northwind.example/settings?tab=accounts',
    'https://northwind.example/settings?tab=accounts#token',
    'https://user@northwind.example/settings?tab=accounts',
  ])('may not be %s', (url) => {
    expect(isOwnReturnUrl(url, own)).toBe(false);
  });
});
