import { describe, expect, it } from 'vitest';
import { createChosenOrganization } from './chosen-organization.ts';

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/** A browser of one person; each page is a tab, or what is loaded in one. */
function browserOf(userId = 'ada') {
  const browser = storage();
  const loaded: string[] = [];
  const addresses: string[] = [];
  const load = (tab = storage(), address = 'https://app.example/connections') =>
    createChosenOrganization({
      userId,
      tab,
      browser,
      here: new URL(address),
      replaceAddress: (next) => void addresses.push(next),
      load: (next) => void loaded.push(next),
    });
  return { load, loaded, addresses };
}

describe('the organization that a page is for', () => {
  it('is the first of the person until another one is opened', () => {
    const { load, loaded } = browserOf();
    const tab = storage();
    const page = load(tab);
    expect(page.id()).toBeNull();
    page.open('fabrikam');
    expect(loaded).toEqual(['/connections']);
    // It goes on with its own until the browser has left it.
    expect(page.id()).toBeNull();
    expect(load(tab).id()).toBe('fabrikam');
    expect(load().id()).toBe('fabrikam');
  });

  it('stays the same in a tab, whatever is opened in another', () => {
    const { load } = browserOf();
    const tab = storage();
    load(tab).keep('northwind', true);
    load().open('fabrikam');
    expect(load(tab).id()).toBe('northwind');
  });

  it('is what the link of a mail names, and the address does not keep it', () => {
    const { load, addresses } = browserOf();
    load().open('northwind');
    const page = load(storage(), 'https://app.example/connections/int-1?organization=fabrikam&x=1#top');
    expect(page.id()).toBe('fabrikam');
    expect(addresses).toEqual(['/connections/int-1?x=1#top']);
  });

  it('is forgotten when it was left since, but not while a page shows it', () => {
    const { load } = browserOf();
    load().open('left');
    const tab = storage();
    const page = load(tab);
    expect([page.forget(), page.id()]).toEqual([true, null]);
    expect(page.forget()).toBe(false);
    expect(load().id()).toBeNull();
    page.keep('northwind', true);
    const after = load(tab);
    after.keep('northwind', true);
    expect([after.forget(), after.id()]).toEqual([false, 'northwind']);
  });

  it('that the link of a mail names is not forgotten: the person is told that they do not belong to it', () => {
    const { load } = browserOf();
    load().open('northwind');
    const page = load(storage(), 'https://app.example/connections?organization=foreign');
    expect([page.forget(), page.id()]).toEqual([false, 'foreign']);
    // And nothing of it stays.
    expect(load().id()).toBe('northwind');
  });

  it('is not taken back by an answer that comes while another one is opened', () => {
    const { load } = browserOf();
    const tab = storage();
    const page = load(tab);
    page.open('fabrikam');
    page.keep('northwind', true);
    expect(page.forget()).toBe(false);
    expect(load(tab).id()).toBe('fabrikam');
  });

  it('is remembered nowhere for somebody who has no choice', () => {
    const { load } = browserOf();
    const tab = storage();
    const page = load(tab);
    page.keep('northwind', false);
    expect([page.id(), load(tab).id()]).toEqual(['northwind', null]);
  });

  it('leads to a page that every organization has', () => {
    const { load, loaded } = browserOf();
    load(storage(), 'https://app.example/settings/webhooks/one').open('fabrikam');
    load(storage(), 'https://app.example/connections/int-1').open(null);
    expect(loaded).toEqual(['/settings', '/connections']);
  });
});
