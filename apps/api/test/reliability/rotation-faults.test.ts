import { describeRotationFaults, faultsOf } from './rotation-faults.suite.ts';

const answersLost = { phases: ['response'], effects: ['UNAVAILABLE'] } as const;

// The client pauses for seconds before it repeats some calls: the whole table is among the soaks.
describeRotationFaults('faults of Firestore during a key rotation', [
  ...faultsOf('Commit', [1, 4]),
  ...faultsOf('RunQuery', [0], answersLost),
  ...faultsOf('RunAggregationQuery', [0], answersLost),
  ...faultsOf('BatchGetDocuments', [0], answersLost),
]);
