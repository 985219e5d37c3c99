import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** The Firestore service: method names to their paths, stream kinds and (de)serializers. */
export type FirestoreService = Record<string, MethodDefinition<object, object>>;

let cached: FirestoreService | undefined;

/**
 * Loads `google.firestore.v1.Firestore` from the protos that ship inside @google-cloud/firestore.
 * Absent fields stay absent (no defaults), because the database tells a value's type by which field is there.
 */
export function firestoreService(): FirestoreService {
  if (cached === undefined) {
    const library = dirname(createRequire(import.meta.url).resolve('@google-cloud/firestore/package.json'));
    const definitions = loadSync('google/firestore/v1/firestore.proto', {
      includeDirs: [join(library, 'build', 'protos')],
      longs: String,
      enums: String,
      oneofs: true,
    });
    // proto-loader types every entry as "message, enum or service"; this name is a service.
    cached = definitions['google.firestore.v1.Firestore'] as unknown as FirestoreService;
  }
  return cached;
}

/** The same service in the type that grpc-js servers take. */
export function asServiceDefinition(service: FirestoreService): ServiceDefinition {
  return service;
}
