/** Words that several pages use. */
export const commonText = {
  cancel: 'Cancel',
  close: 'Close',
  never: 'Never',
  copy: 'Copy',
  copied: 'Copied',
  justNow: 'just now',
  loadMore: 'Show more',
  locale: 'en',
};
