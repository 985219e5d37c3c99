/** The sign-in page. */
export const signInText = {
  pageTitle: 'Sign in · Klayim',
  product: 'Klayim Integrations',
  title: 'Sign in',
  reasons: {
    expired:
      'Your session has ended. Sign in again to go on where you were. Sessions end when an owner changes your role or removes you, and when your password is changed.',
    again: 'Sign in as the same person, and go on in the tab where you were.',
    roleChanged: 'Your role is changed. Sign in again to go on with the new one.',
    left: 'You have left the organization. Sign in again when you have a new invitation.',
    signedOut: 'You are signed out.',
  } as Record<string, string>,
  isBack: {
    title: 'You are signed in',
    explanation: 'Go on in the tab where you were. You can close this one.',
  },
  google: 'Continue with Google',
  microsoft: 'Continue with Microsoft',
  or: 'or',
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  forgot: 'Forgot your password?',
  resetSent:
    'If there is an account with this address, a mail is on its way. Open its link, choose a new password, and sign in here with it. It may be among the spam.',
  resetNeedsEmail: 'Enter your email address first.',
  create: {
    title: 'Create your account',
    explanation: 'You were invited. Use the address that the invitation was sent to.',
    submit: 'Create account',
    switchTo: 'New here? Create an account',
    switchBack: 'You have an account? Sign in',
    passwordHint: 'At least 12 characters',
  },
  demo: {
    title: 'People of this local stack',
    explanation: 'Offered in development only.',
    of: (role: string, organization: string | null) =>
      organization === null ? role : `${role} of ${organization}`,
  },
  errors: {
    'auth/invalid-credential': 'Email and password do not match.',
    'auth/invalid-email': 'That is not an email address.',
    'auth/user-disabled': 'This account is disabled. Ask an owner of your organization.',
    'auth/too-many-requests': 'Too many attempts. Wait a few minutes, or set a new password.',
    'auth/network-request-failed': 'The sign-in service could not be reached. Check your connection.',
    'auth/popup-blocked':
      'Your browser blocked the sign-in window. Allow pop-ups for this page, then try again.',
    'auth/popup-closed-by-user':
      'The sign-in window was closed before you were signed in. Try again, or use another way.',
    'auth/account-exists-with-different-credential':
      'There is an account with this address that signs in another way. Use the way you used before.',
    'auth/operation-not-allowed': 'This way to sign in is not switched on. Use another one.',
    'auth/unauthorized-domain':
      'Sign-in is not set up for this address. Contact the operator of this service.',
    'auth/email-already-in-use': 'There is an account with this address already. Sign in instead.',
    'auth/weak-password': 'Choose a longer password: at least 12 characters.',
    'auth/password-does-not-meet-requirements': 'Choose a longer password: at least 12 characters.',
  } as Record<string, string>,
  providerUnreachable: (provider: string) =>
    `The sign-in with ${provider} could not be reached: your network or an extension of your browser may block apis.google.com. Sign in with your password, or try again.`,
  providers: { google: 'Google', microsoft: 'Microsoft' },
  unknownError: 'Signing in did not work. Try again.',
  cannotStart: 'This page could not start: its configuration could not be read. Load it again in a moment.',
};
