import type { StackAddresses } from './stack.setup.ts';

/** A link that Firebase Auth would mail. */
export interface MailedLink {
  email: string;
  requestType: 'PASSWORD_RESET' | 'VERIFY_EMAIL';
  oobLink: string;
}

/** What the Auth emulator would have mailed to an address and has not been used, oldest first. */
export async function readMailedLinks(
  { authUrl, projectId }: StackAddresses,
  address: string,
): Promise<MailedLink[]> {
  const response = await fetch(new URL(`/emulator/v1/projects/${projectId}/oobCodes`, authUrl));
  const { oobCodes } = (await response.json()) as { oobCodes: MailedLink[] };
  return oobCodes.filter(({ email }) => email === address);
}
