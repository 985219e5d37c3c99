/** Which of several organizations this page is for. */
export interface ChosenOrganization {
  /** Goes with every call. Null: not chosen yet, and the API takes the first one. */
  id: () => string | null;
  /**
   * Has the page stay with the one that it shows, whatever is chosen in another tab.
   * @param isOneOfSeveral whether there is a choice, and so anything to remember for the tab.
   */
  keep: (id: string, isOneOfSeveral: boolean) => void;
  /** Forgets a choice of an earlier page that this one has not confirmed. @returns whether there was one. */
  forget: () => boolean;
  /** Opens another one. Null: the first one of the person. */
  open: (id: string | null) => void;
}

interface Effects {
  userId: string;
  /** Of this tab. */
  tab: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Of this browser: where new tabs begin. */
  browser: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** The address of the page. */
  here: Pick<Location, 'pathname' | 'search' | 'hash'>;
  /** Shows another address of the page, without loading it. */
  replaceAddress: (address: string) => void;
  /** Loads a page. */
  load: (address: string) => void;
}

/** Links in mails name the organization that they are about. */
const parameter = 'organization';

/** Remembers the organization for the tab and for the browser, for each person apart. */
export function createChosenOrganization(effects: Effects): ChosenOrganization {
  const { userId, tab, browser, here } = effects;
  const key = `organization:${userId}`;
  const named = takeFromAddress(effects);
  let chosen = named ?? tab.getItem(key) ?? browser.getItem(key);
  // What the address names is meant: of that the person is told that they do not belong to it.
  let mayForget = named === null && chosen !== null;
  let isLeaving = false;

  return {
    id: () => chosen,
    keep(id, isOneOfSeveral) {
      // An answer that is late must not take back what is being opened.
      if (!isLeaving) {
        mayForget = false;
        chosen = id;
        if (isOneOfSeveral) {
          tab.setItem(key, id);
        }
      }
    },
    forget() {
      if (!mayForget || isLeaving) {
        return false;
      }
      for (const storage of [tab, browser]) {
        if (storage.getItem(key) === chosen) {
          storage.removeItem(key);
        }
      }
      mayForget = false;
      chosen = null;
      return true;
    },
    open(id) {
      isLeaving = true;
      for (const storage of [tab, browser]) {
        if (id === null) {
          storage.removeItem(key);
        } else {
          storage.setItem(key, id);
        }
      }
      // A page of one organization says nothing about another: an address with an id would lead nowhere.
      effects.load(here.pathname.startsWith('/settings') ? '/settings' : '/connections');
    },
  };
}

function takeFromAddress({ here, replaceAddress }: Effects): string | null {
  const query = new URLSearchParams(here.search);
  const named = query.get(parameter);
  if (named === null) {
    return null;
  }
  query.delete(parameter);
  replaceAddress(`${here.pathname}${query.size === 0 ? '' : `?${query}`}${here.hash}`);
  return named;
}
