import { encryptionKeysSchema, keyRotationSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { EncryptionKeysService } from '../../services/encryption-keys/encryption-keys.service.ts';
import type { KeyRotationService } from '../../services/encryption-keys/key-rotation.service.ts';
import { encryptionKeysExample, keyRotationExample } from '../examples/encryption-keys.example.ts';

/** What the routes about keys need. */
export interface OperatorKeysDependencies {
  encryptionKeysService: Pick<EncryptionKeysService, 'getEncryptionKeys'>;
  keyRotationService: Pick<KeyRotationService, 'startKeyRotation' | 'getKeyRotation'>;
  publicBaseUrl: string;
}

/** `current` is the rotation to the key that is current now. */
const keyRotationParams = {
  schema: z.strictObject({
    id: z.union([
      z.literal('current').transform(() => null),
      keyRotationSchema.shape.id.transform((id) => Number(id.slice(1))),
    ]),
  }),
  otherwise: 'key_rotation_not_found',
} as const;

/** Encryption keys and their rotation, for those who run the platform. */
export function operatorKeysRoutes({
  encryptionKeysService,
  keyRotationService,
  publicBaseUrl,
}: OperatorKeysDependencies): Route[] {
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

    defineRoute({
      method: 'post',
      path: '/operator/key-rotations',
      access: 'operator',
      operationId: 'startKeyRotation',
      tag: 'Operators',
      summary: 'Move stored credentials to the current encryption key',
      errors: ['queue_unavailable'],
      rateLimit: 'bulk',
      // While one runs, another start only shows it.
      repeat: 'harmless',
      responses: {
        202: {
          description: 'It is running, or was already',
          schema: keyRotationSchema,
          example: keyRotationExample,
          headers: { Location: 'Where its progress is seen.' },
        },
      },
      handler: async ({ caller }) => {
        const rotation = await keyRotationService.startKeyRotation(caller.userId);
        const headers = { Location: `${publicBaseUrl}/operator/key-rotations/${rotation.id}` };
        return { status: 202, body: rotation, headers };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/operator/key-rotations/:id',
      access: 'operator',
      operationId: 'getKeyRotation',
      tag: 'Operators',
      summary: 'How far a key rotation has come',
      description: '`current` is the rotation to the key that is current now.',
      errors: ['key_rotation_not_found'],
      rateLimit: 'read',
      params: keyRotationParams,
      responses: {
        200: { description: 'The rotation', schema: keyRotationSchema, example: keyRotationExample },
      },
      handler: async ({ params }) => ({
        status: 200,
        body: await keyRotationService.getKeyRotation(params.id),
      }),
    }),
  ];
}
