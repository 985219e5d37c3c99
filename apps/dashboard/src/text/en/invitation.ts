/** Accepting an invitation. */
export const invitationText = {
  title: 'Invitation',
  offer: (organization: string, role: string) => `${organization} invites you to join as ${role}.`,
  roles: { owner: 'owner', administrator: 'administrator', member: 'member' },
  signedInAs: (email: string) => `You are signed in as ${email}.`,
  accept: 'Accept',
  until: 'The invitation ends',
  stays: (present: string) =>
    `You stay in ${present}: the menu at your name leads from one organization to another.`,
  and: ' and ',
  otherAddress: (email: string) =>
    `This invitation is for ${email}. Sign out, and open its link again with that account.`,
  prove: {
    explanation: (email: string) => `Prove that ${email} is yours first: a link is mailed to it.`,
    send: 'Send me the link',
    sent: 'The link is on its way. Open it, then come back here.',
    done: 'I have opened it',
    notYet: 'Your address is not proven yet. Open the link in the mail first; it may be among the spam.',
  },
  missing: 'The link is not complete. Open it again as you were sent it.',
  gone: 'This invitation is unknown, was used, or has ended. Ask for a new one.',
  alreadyMember: 'You belong to this organization already.',
  tooMany:
    'Your account cannot hold one more organization. Leave one that you need no longer (Settings, Members), then open the link again.',
  signOut: 'Sign out',
  home: 'Go to connections',
};
