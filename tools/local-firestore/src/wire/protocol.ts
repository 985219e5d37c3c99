import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
// biome-ignore lint/correctness/noUnresolvedImports: Node gives the CommonJS module as its default export, and no other.
import protobuf from 'protobufjs';

/** The Firestore service: method names to their paths, stream kinds and (de)serializers. */
export type FirestoreService = Record<string, MethodDefinition<object, object>>;

const verifyField = 5;

let cached: FirestoreService | undefined;

/**
 * Loads `google.firestore.v1.Firestore` from the protos that ship inside @google-cloud/firestore.
 * Absent fields stay absent (no defaults), because the database tells a value's type by which field is there.
 */
export function firestoreService(): FirestoreService {
  if (cached === undefined) {
    const definitions = fromJSON(readProtos().toJSON(), { longs: String, enums: String, oneofs: true });
    // proto-loader types every entry as "message, enum or service"; this name is a service.
    cached = definitions['google.firestore.v1.Firestore'] as unknown as FirestoreService;
  }
  return cached;
}

function readProtos(): protobuf.Root {
  const library = dirname(createRequire(import.meta.url).resolve('@google-cloud/firestore/package.json'));
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(library, 'build', 'protos', target);
  root.loadSync('google/firestore/v1/firestore.proto');
  // Client SDKs have one kind of write more than the published protocol.
  const verify = new protobuf.Field('verify', verifyField, 'string');
  root.lookupType('google.firestore.v1.Write').add(verify).oneofs['operation']?.add(verify);
  return root;
}

/** The same service in the type that grpc-js servers take. */
export function asServiceDefinition(service: FirestoreService): ServiceDefinition {
  return service;
}
