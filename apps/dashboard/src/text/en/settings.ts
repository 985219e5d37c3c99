/** What stands around every page of the settings, and the form of one setting. */
export const settingsText = {
  sections: 'Settings',
  members: 'Members',
  organization: 'Organization',
  notifications: 'Notifications',
  webhooks: 'Webhooks',
  apiKeys: 'API keys',
  mayNot: 'Your role does not allow this. Ask an owner of your organization.',
  /** How long what is replaced works on, by seconds. */
  overlaps: {
    '0': 'No time: it ends now',
    '3600': 'An hour',
    '86400': 'A day',
    '604800': 'A week',
  },
  form: {
    save: 'Save',
    saved: 'Saved.',
    line: (number: number, message: string) => `Line ${number}: ${message}`,
    conflict: {
      title: 'Somebody else has changed this meanwhile',
      stored: 'Stored now:',
      nothing: 'nothing',
      takeTheirs: 'Take what is stored',
      keepMine: 'Save mine',
    },
  },
};
