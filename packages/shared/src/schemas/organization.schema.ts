import * as z from 'zod';
import { organizationIdSchema } from './common.schema.ts';

const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
  .describe('As the organization is called in mails.');

const notificationEmailsSchema = z
  .array(z.email().max(254))
  .max(20)
  .refine(
    (emails) => new Set(emails.map((email) => email.toLowerCase())).size === emails.length,
    'must not name an address twice',
  )
  .describe('Who gets a mail when a connection has to be authorized again. Empty: no mail is sent.');

const returnUrlSchema = z
  .url({ protocol: /^https$/ })
  .max(2048)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.username === '' && url.password === '' && url.hash === '';
  }, 'must be https, without a user, a password or a fragment')
  .transform((text) => new URL(text).href);

const returnUrlsSchema = z
  .array(returnUrlSchema)
  .max(20)
  .refine((urls) => new Set(urls).size === urls.length, 'must not name a URL twice')
  .describe(
    "Where a browser may be sent after an authorization, besides the platform's own addresses: exactly these, query included.",
  );

/** Settings of an organization, as `GET /organization` answers them. */
export const organizationSchema = z
  .strictObject({
    id: organizationIdSchema,
    name: z.string(),
    notificationEmails: z.array(z.string()),
    returnUrls: z.array(z.string()),
    version: z.string().describe('Also the `ETag`.'),
  })
  .meta({ id: 'Organization' });
export type Organization = z.infer<typeof organizationSchema>;

/** Body of `PATCH /organization`: what is absent stays as it is. */
export const organizationPatchSchema = z
  .strictObject({
    name: nameSchema,
    notificationEmails: notificationEmailsSchema,
    returnUrls: returnUrlsSchema,
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name a field to change')
  .meta({ id: 'OrganizationPatch' });
export type OrganizationPatch = z.infer<typeof organizationPatchSchema>;
