import { describeRotationFaults, faultsOf } from './rotation-faults.suite.ts';

describeRotationFaults('every fault of Firestore during a key rotation', [
  ...faultsOf('Commit', [0, 1, 4, 6]),
  ...faultsOf('RunQuery', [0, 1, 2]),
  ...faultsOf('RunAggregationQuery', [0]),
  ...faultsOf('BatchGetDocuments', [0, 1, 2]),
]);
