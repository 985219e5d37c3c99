import { describe, expect, it } from 'vitest';
import { destinationAfterSignIn, signInAddress } from './sign-in-address.ts';

const origin = 'https://example.com';

/** Where the sign-in page at that address leads. */
function destinationOf(address: string): string {
  const { search, hash } = new URL(address, origin);
  return destinationAfterSignIn({ search, hash, origin });
}

describe('the way to the sign-in page and back', () => {
  it('leads back to the page and its filters', () => {
    const here = { pathname: '/connections', search: '?status=error', hash: '' };
    const address = signInAddress(here, 'expired');
    expect(address).toBe('/sign-in?reason=expired&to=%2Fconnections%3Fstatus%3Derror');
    expect(destinationOf(address)).toBe('/connections?status=error');
  });

  it('shows the token of an invitation to no server', () => {
    const address = signInAddress({ pathname: '/invitation', search: '', hash: '#secret' }, 'needed');
    expect(address).toBe('/sign-in?to=%2Finvitation#secret');
    expect(destinationOf(address)).toBe('/invitation#secret');
  });

  it('leads to the start for somebody who signed out or left the organization, or who came from there', () => {
    const here = { pathname: '/settings', search: '', hash: '#x' };
    expect(signInAddress(here, 'signedOut')).toBe('/sign-in?reason=signedOut');
    expect(signInAddress(here, 'left')).toBe('/sign-in?reason=left');
    expect(signInAddress(here, 'roleChanged')).toBe('/sign-in?reason=roleChanged&to=%2Fsettings#x');
    expect(signInAddress({ pathname: '/', search: '', hash: '' }, 'needed')).toBe('/sign-in');
    expect(destinationOf('/sign-in')).toBe('/');
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
    expect(destinationOf(`/sign-in?${new URLSearchParams({ to })}`)).toBe('/');
  });
});
