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
  .describe('Who is mailed when a connection has to be authorized again. Empty: nobody is.');

/** Settings of an organization, as `GET /organization` answers them. */
export const organizationSchema = z
  .strictObject({
    id: organizationIdSchema,
    name: z.string(),
    notificationEmails: z.array(z.string()),
    version: z.string().describe('Also the `ETag`.'),
  })
  .meta({ id: 'Organization' });

/** Body of `PATCH /organization`: what is absent stays as it is. */
export const organizationPatchSchema = z
  .strictObject({ name: nameSchema, notificationEmails: notificationEmailsSchema })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name a field to change')
  .meta({ id: 'OrganizationPatch' });
