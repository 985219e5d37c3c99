/** What stands around every page. */
export const shellText = {
  product: 'Klayim Integrations',
  skipToContent: 'Skip to content',
  navigation: 'Pages',
  menu: 'Menu',
  pages: {
    connections: 'Connections',
    employees: 'Employees',
    health: 'Health',
    activity: 'Activity',
    settings: 'Settings',
    operators: 'Operators',
  },
  pageTitle: (page: string) => `${page} · Klayim`,
  roles: {
    owner: 'Owner',
    administrator: 'Administrator',
    member: 'Member',
    service: 'Service',
  },
  account: {
    open: 'Your account',
    signedInAs: 'Signed in as',
    signOut: 'Sign out',
    platformOperator: 'Platform operator',
    organizations: 'Your organizations',
  },
  loading: 'Loading…',
  away: {
    offline: 'You are offline. What you see may be out of date; it is loaded again when you are back.',
    title: 'The service does not answer at the moment. It is tried again by itself.',
    tryNow: 'Try now',
  },
  broken: {
    title: 'This page has failed',
    explanation: 'The fault is ours, not yours. Nothing that you saved is lost.',
    reload: 'Load the page again',
    newVersion: 'A new version of this page is there.',
    notLoaded: 'This page could not be loaded',
  },
  failed: {
    title: 'This could not be loaded',
    away: 'The service does not answer at the moment. It is tried again by itself.',
    notAnswered: {
      what: 'The service does not answer at the moment.',
      next: 'Nothing that you entered is lost: try again when it is back.',
    },
    unknown: 'Something went wrong in this page. Try again, or load the page again.',
    tryAgain: 'Try again',
    reference: (requestId: string) => `Reference for support: ${requestId}`,
    forbidden: 'Your role does not allow this. Ask an owner of your organization.',
  },
  notFound: {
    title: 'There is no such page',
    explanation: 'The address may be mistyped, or what it showed is gone.',
    home: 'Go to connections',
  },
  noOrganization: {
    title: 'You belong to no organization',
    explanation: (email: string) =>
      `You are signed in as ${email}. To see anything here, you need an invitation from an owner of your organization: ask for one, and open its link in this browser.`,
    operator: 'Go to the operators’ page',
    checkAgain: 'Check again',
  },
  chooseOrganization: {
    title: 'Choose an organization',
    explanation: 'You do not belong to the organization that this page was for. These are yours:',
  },
  cannotStart: {
    title: 'This page could not start',
    explanation: 'Its configuration could not be read. Check your connection, then load the page again.',
  },
};
