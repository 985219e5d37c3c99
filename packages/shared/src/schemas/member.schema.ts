import * as z from 'zod';
import { roleSchema } from './access.schema.ts';
import {
  cursorSchema,
  documentIdSchema,
  organizationIdSchema,
  pageSchema,
  pageSizeSchema,
  timestampSchema,
} from './common.schema.ts';

/** Roles that a person can be given. `service` is for backends, which the platform sets up. */
export const personRoleSchema = roleSchema.exclude(['service']);
export type PersonRole = z.infer<typeof personRoleSchema>;

/** A person of an organization. */
export const memberSchema = z
  .strictObject({
    userId: z.string().describe('The id in Firebase Auth.'),
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: roleSchema,
    joinedAt: timestampSchema.describe('When they joined, or were first seen here.'),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof memberSchema>;

/** `GET /organization/members`. */
export const memberPageSchema = pageSchema(memberSchema).meta({ id: 'MemberPage' });
export type MemberPage = z.infer<typeof memberPageSchema>;

/** Query of `GET /organization/members`. */
export const memberListQuerySchema = z.strictObject({
  limit: pageSizeSchema,
  cursor: cursorSchema.optional(),
});

/** Body of `PATCH /organization/members/:userId`. */
export const memberPatchSchema = z.strictObject({ role: personRoleSchema }).meta({ id: 'MemberPatch' });

/** Body of `POST /organization/invitations`. */
export const createInvitationSchema = z
  .strictObject({
    role: personRoleSchema,
    email: z
      .email()
      .max(254)
      .transform((email) => email.toLowerCase())
      .optional()
      .describe('Only who has proven this address can accept. Without one: whoever has the link.'),
  })
  .meta({ id: 'CreateInvitation' });

/** An invitation that is not accepted yet. */
export const invitationSchema = z
  .strictObject({
    id: documentIdSchema,
    role: personRoleSchema,
    email: z.string().nullable(),
    invitedBy: z.string().describe('The id of the user who made it.'),
    createdAt: timestampSchema,
    expiresAt: timestampSchema,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitationSchema>;

/** `GET /organization/invitations`. */
export const invitationListSchema = z
  .strictObject({ items: z.array(invitationSchema) })
  .meta({ id: 'InvitationList' });

/** Answer of `POST /organization/invitations`. */
export const issuedInvitationSchema = z
  .strictObject({
    invitation: invitationSchema,
    token: z
      .string()
      .describe(
        'For the link, best behind its `#`. It works once, for seven days, and is never shown again.',
      ),
  })
  .meta({ id: 'IssuedInvitation' });

const invitationTokenSchema = z.string().regex(/^[0-9A-Za-z_]{1,200}$/, 'must be the token of a link');

/** Body of `POST /invitations/look-up`. */
export const lookUpInvitationSchema = z
  .strictObject({ token: invitationTokenSchema })
  .meta({ id: 'LookUpInvitation' });

/** Answer of `POST /invitations/look-up`. */
export const invitationOfferSchema = z
  .strictObject({
    organizationId: organizationIdSchema,
    organizationName: z.string(),
    role: personRoleSchema,
    email: z.string().nullable().describe('Whose it is; null when it is for whoever has the link.'),
    expiresAt: timestampSchema,
  })
  .meta({ id: 'InvitationOffer' });
export type InvitationOffer = z.infer<typeof invitationOfferSchema>;

/** Body of `POST /invitations/accept`. */
export const acceptInvitationSchema = z
  .strictObject({ token: invitationTokenSchema })
  .meta({ id: 'AcceptInvitation' });

/** Answer of `POST /invitations/accept`. Get a new ID token: the old one does not know of it. */
export const acceptedInvitationSchema = z
  .strictObject({ organizationId: organizationIdSchema, role: personRoleSchema })
  .meta({ id: 'AcceptedInvitation' });
