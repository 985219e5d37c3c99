/** What became of somebody's session and access while a page is open. */
export const accessText = {
  ended: {
    title: 'Your session has ended',
    why: 'That happens when an owner changes your role or removes you, and when your password is changed.',
    kept: (email: string) =>
      `What you entered is still in this page. Sign in again as ${email} in another tab, then go on here.`,
    lost: 'It is lost when you close or leave this page, and when somebody else signs in.',
    signIn: 'Sign in again',
    leave: 'Leave without saving',
  },
  roleChanged: (role: string, organization: string) =>
    `An owner has changed your role: you are ${role} of ${organization} now.`,
  removed: (organization: string) => `You do not belong to ${organization} any more.`,
  roles: {
    owner: 'an owner',
    administrator: 'an administrator',
    member: 'a member',
    service: 'a service',
  },
};
