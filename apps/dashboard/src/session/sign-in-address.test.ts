import { describe, expect, it } from 'vitest';
import { destinationAfterSignIn, signInAddress } from './sign-in-address.ts';

const origin = 'https://example.com';

describe('the way to the sign-in page and back', () => {
  it('leads back to the page and its filters', () => {
    const address = signInAddress({ pathname: '/connections', search: '?status=error' }, 'expired');
    expect(address).toBe('/sign-in?reason=expired&to=%2Fconnections%3Fstatus%3Derror');
    expect(destinationAfterSignIn(new URL(address, origin).search, origin)).toBe('/connections?status=error');
  });

  it('leads to the start for somebody who signed out, or who came from there', () => {
    expect(signInAddress({ pathname: '/settings', search: '' }, 'signedOut')).toBe(
      '/sign-in?reason=signedOut',
    );
    expect(signInAddress({ pathname: '/', search: '' }, 'needed')).toBe('/sign-in');
    expect(destinationAfterSignIn('', origin)).toBe('/');
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://example.com.elsewhere.example/',
    'https://example.com:444/',
    'http://[',
    '/sign-in?to=/sign-in',
  ])('never leads away from this site or in a circle: %s', (to) => {
    expect(destinationAfterSignIn(`?${new URLSearchParams({ to })}`, origin)).toBe('/');
  });
});
