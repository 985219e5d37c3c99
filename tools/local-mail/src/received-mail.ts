import PostalMime from 'postal-mime';

/** A mail that the server took, as a mail program reads it. */
export interface ReceivedMail {
  /** 1 for the first. */
  readonly number: number;
  readonly receivedAt: Date;
  /** Who the sender said it was, and who it is for: not what the mail itself says. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Account that the sender signed in with; null for none. */
  readonly user: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
  /** Header lines by their names in lower case, in order. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** The mail as it came. */
  readonly source: string;
}

/** Reads a mail from its source. */
export async function readMail(
  source: Buffer,
  known: Pick<ReceivedMail, 'number' | 'receivedAt' | 'envelope' | 'user'>,
): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(source);
  const addresses = mail.to ?? [];
  return {
    ...known,
    from: describeAddress(mail.from),
    to: addresses.map(describeAddress),
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: mail.headers.map(({ key, value }) => ({ name: key, value })),
    source: source.toString('utf8'),
  };
}

function describeAddress(
  address: { readonly name?: string | undefined; readonly address?: string | undefined } | undefined,
): string {
  const { name = '', address: bare = '' } = address ?? {};
  return name === '' ? bare : `${name} <${bare}>`;
}
