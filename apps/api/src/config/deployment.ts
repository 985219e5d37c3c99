/** Where all functions run; the task queue's address holds it too. */
export const functionsRegion = 'us-central1';

/** Name of the function, and therefore of the queue, that refreshes batches. */
export const refreshQueueName = 'refreshTokenBatch';

/** Name of the function, and therefore of the queue, that stores renewals which Firestore did not take at first. */
export const lateRenewalQueueName = 'storeLateRenewal';

/** Name of the function, and therefore of the queue, that does what operators start. */
export const operatorQueueName = 'runOperatorJob';
