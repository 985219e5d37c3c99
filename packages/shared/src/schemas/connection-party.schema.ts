import * as z from 'zod';

/** Who has connected an account, or who was given its token: as the audit trail knows them, in short. */
export const connectionPartySchema = z
  .strictObject({
    type: z.enum(['user', 'apiKey', 'serviceAccount', 'operator', 'system']),
    id: z.string().describe('As the audit trail has it in `actorId`.'),
    name: z
      .string()
      .nullable()
      .describe(
        'As they were called by then: their name, or else their address; null when neither is known.',
      ),
  })
  .meta({ id: 'ConnectionParty' });

export type ConnectionParty = z.infer<typeof connectionPartySchema>;
