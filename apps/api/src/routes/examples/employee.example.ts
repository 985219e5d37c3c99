import type {
  CreateEmployeeRequest,
  Employee,
  EmployeeFacets,
  EmployeePatchRequest,
  EmployeeSyncResult,
  EmployeeSyncSession,
  SourcedEmployeeRequest,
} from '@klayim/shared/types';

/** An employee whom an HR system knows. */
export const employeeExample: Employee = {
  id: 'eMBn7cFR08AfWtNtmRAzsxU-UjUfS-abb1zCf6LJy_Dg',
  organizationId: 'northwind',
  name: 'Ada Lovelace',
  email: 'ada@northwind.example',
  role: 'Engineer',
  department: 'Research',
  hourlyRateCents: 4_808,
  employmentStatus: 'fullTime',
  sourceType: 'bamboohr',
  sourceId: '42',
  createdAt: '2026-11-01T08:00:00.000Z',
  updatedAt: '2026-11-23T10:15:00.000Z',
  lastSyncedAt: '2026-11-23T10:15:00.000Z',
  version: 'mhg0x5s0.3',
};

/** What the source says of her. */
export const sourcedEmployeeExample: SourcedEmployeeRequest = {
  name: 'Ada Lovelace',
  email: 'ada@northwind.example',
  role: 'Engineer',
  department: 'Research',
  employmentStatus: 'fullTime',
  annualSalaryCents: 10_000_000,
};

/** Somebody new. */
export const newEmployeeExample: CreateEmployeeRequest = {
  name: 'Grace Hopper',
  email: 'grace@northwind.example',
  role: 'Admiral',
  department: 'Navy',
  employmentStatus: 'fullTime',
  hourlyRateCents: 9_500,
  sourceType: 'manual',
};

/** She moves. */
export const employeePatchExample: EmployeePatchRequest = { department: 'Operations' };

/** A small organization. */
export const employeeFacetsExample: EmployeeFacets = {
  total: 3,
  departments: [
    { value: 'Navy', count: 1 },
    { value: 'Research', count: 2 },
  ],
  roles: [
    { value: 'Admiral', count: 1 },
    { value: 'Engineer', count: 2 },
  ],
};

/** What became of some records. */
export const employeeSyncResultExample: EmployeeSyncResult = {
  created: 1,
  updated: 2,
  unchanged: 4_997,
  deleted: 0,
};

/** A session that has taken two calls. */
export const employeeSyncSessionExample: EmployeeSyncSession = {
  id: '5c1f2a6e-0f4b-4c0e-9d57-6a1b7f6f3c11',
  sourceType: 'bamboohr',
  status: 'open',
  received: 10_000,
  deleted: 0,
  startedAt: '2026-11-23T10:15:00.000Z',
  expiresAt: '2026-11-24T10:15:00.000Z',
};
