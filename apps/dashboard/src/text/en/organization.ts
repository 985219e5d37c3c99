/** The organization, and who is notified. */
export const organizationText = {
  title: 'Organization',
  lead: 'What your organization is called, and where its pages are.',
  id: 'Organization id',
  name: { label: 'Name', hint: 'As it is called in mails and on invitations.' },
  returnUrls: {
    title: 'Return URLs',
    lead: 'Your own pages that somebody may be sent back to after connecting an account. This dashboard needs none.',
    label: 'Return URLs',
    hint: 'One a line, at most 20: https, and exactly as your page sends it, with its query.',
  },
};

/** Who is mailed, and about what. */
export const notificationsText = {
  title: 'Notifications',
  lead: 'Whom this service mails when something needs somebody.',
  label: 'Addresses',
  hint: 'One a line, at most 20. Without an address no mail is sent; the dashboard shows the same.',
  about: {
    title: 'What is mailed',
    items: [
      'A connection has to be authorized again: what happened, and the link that mends it.',
      'A connection is about to end: seven days before, and one day before.',
      'A webhook was switched off because it did not answer for five days.',
    ],
    often: 'One mail an hour at most, with everything that has come up.',
  },
};
