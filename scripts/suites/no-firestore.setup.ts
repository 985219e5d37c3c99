/**
 * For suites that are taken for such as need no Firestore: there is none for them, here or in the cloud, so that one
 * which does need it fails. `firestore-suites.ts` says how suites are told apart.
 */
process.env['FIRESTORE_EMULATOR_HOST'] = '127.0.0.1:9';
