/** What is never read of an account. */
export const neverReadText = {
  areas: {
    mail: 'mail',
    calendars: 'calendars',
    files: 'files',
    contacts: 'contacts',
  },
  sentence: (areas: string) => `We never read the account’s ${areas}.`,
};
