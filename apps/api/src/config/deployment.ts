/** Where all functions run; the task queue's address holds it too. */
export const functionsRegion = 'us-central1';

/** Name of the function, and therefore of the queue, that refreshes batches. */
export const refreshQueueName = 'refreshTokenBatch';
