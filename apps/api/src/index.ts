export { api } from './functions/api.ts';
export { deliverNotices } from './functions/deliver-notices.ts';
export { importEmployees } from './functions/import-employees.ts';
export { refreshExpiringTokens } from './functions/refresh-expiring-tokens.ts';
export { refreshTokenBatch } from './functions/refresh-token-batch.ts';
export { rotateCredentialKeys } from './functions/rotate-credential-keys.ts';
export { runOperatorJob } from './functions/run-operator-job.ts';
export { storeDeferredCommit } from './functions/store-deferred-commit.ts';
