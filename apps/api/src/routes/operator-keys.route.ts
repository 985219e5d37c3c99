import { encryptionKeysSchema } from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../http/route.ts';
import { encryptionKeysExample } from './examples/encryption-keys.example.ts';
import type { EncryptionKeysService } from '../services/encryption-keys.service.ts';

/** What the routes about keys need. */
export interface OperatorKeysDependencies {
  encryptionKeysService: Pick<EncryptionKeysService, 'getEncryptionKeys'>;
}

/** Encryption keys, for those who run the platform. */
export function operatorKeysRoutes({ encryptionKeysService }: OperatorKeysDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/operator/encryption-keys',
      access: 'operator',
      operationId: 'getEncryptionKeys',
      tag: 'Operators',
      summary: 'Which encryption keys there are, what needs them, and which may be removed',
      errors: [],
      rateLimit: 'bulk',
      responses: {
        200: {
          description: 'Every key version, newest first',
          schema: encryptionKeysSchema,
          example: encryptionKeysExample,
        },
      },
      handler: async () => ({ status: 200, body: await encryptionKeysService.getEncryptionKeys() }),
    }),
  ];
}
