/** Who belongs to the organization, and who is invited. */
export const membersText = {
  title: 'Members',
  lead: 'Who belongs to your organization, and what they may do.',
  list: 'Members',
  fileName: 'members.csv',
  you: 'You',
  noAddress: 'No address',
  joined: 'Joined',
  seenLater:
    'Somebody who was given a role outside of this page is listed once they have signed in for the first time.',
  lastOwner: 'The last owner stays: make somebody else an owner first.',
  changeRole: {
    open: 'Change role',
    title: (name: string) => `Role of ${name}`,
    role: 'Role',
    save: 'Change role',
    takesEffect:
      'It counts within a minute. Who may do less afterwards has to sign in again, unless they belong to another organization, too.',
    yourself: 'This is you: you have to sign in again, and only another owner can give you the role back.',
    done: (name: string, role: string) => `${name} is ${role} now.`,
  },
  remove: {
    open: 'Remove',
    title: (name: string) => `Remove ${name}?`,
    explanation:
      'They lose all access within a minute, and are signed out unless they belong to another organization, too. Their account stays, so that you can invite them again. The accounts that they connected stay connected.',
    confirm: 'Remove',
    done: (name: string) => `${name} has no access any more.`,
  },
  leave: {
    open: 'Leave',
    title: (organization: string) => `Leave ${organization}?`,
    explanation:
      'You have no access to it any more, and only an invitation brings you back. What you connected stays connected.',
    goesOn: 'You go on in another organization of yours.',
    signsOut: 'You are signed out.',
    confirm: 'Leave',
  },
  roles: {
    owner: {
      name: 'Owner',
      is: 'an owner',
      does: 'Everything: people, webhooks, API keys, and deleting connections for good',
    },
    administrator: {
      name: 'Administrator',
      is: 'an administrator',
      does: 'Connects and mends accounts, manages employees, changes the organization’s settings',
    },
    member: {
      name: 'Member',
      is: 'a member',
      does: 'Sees connections, employees without pay, and who is in the organization',
    },
    service: { name: 'Service', is: 'a service', does: 'Reads tokens as a backend' },
  },
};

/** Invitations. */
export const invitationsText = {
  title: 'Open invitations',
  lead: 'A link that lets somebody join, once, for seven days.',
  list: 'Open invitations',
  none: 'No invitation is open.',
  anybody: 'Whoever has the link',
  made: 'Made',
  ends: 'ends',
  invite: {
    open: 'Invite somebody',
    title: 'Invite somebody',
    role: 'Role',
    email: 'Email (optional)',
    emailHint:
      'With an address, only who proves that it is theirs can accept. Without one, whoever has the link.',
    create: 'Make the link',
    tooMany: 'Fifty invitations are open, which is the limit. Take one back first.',
    made: 'The link is ready',
    link: 'Link',
    send: 'Nothing was mailed: send the link yourself, to that person alone. It works once, until it is used or seven days have passed, and it is shown now only.',
    done: 'Done',
  },
  revoke: {
    open: 'Take back',
    title: 'Take this invitation back?',
    explanation: 'Its link does not work any more. You can make another one at any time.',
    confirm: 'Take back',
    done: 'The invitation is taken back.',
  },
};
