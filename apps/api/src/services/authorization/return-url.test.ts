import { describe, expect, it } from 'vitest';
import { assertReturnUrlAllowed } from './return-url.ts';

const allowlist = ['https://app.example/settings', 'http://localhost:5173/'];

describe('the return URL', () => {
  it.each([
    'https://app.example/settings',
    'https://app.example/settings?tab=1#x',
    'https://APP.example/settings/connections',
    'http://localhost:5173/anything',
  ])('may be %s', (url) => {
    expect(() => assertReturnUrlAllowed(url, allowlist)).not.toThrow();
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
    expect(() => assertReturnUrlAllowed(url, allowlist)).toThrow('return_url_not_allowed');
  });
});
