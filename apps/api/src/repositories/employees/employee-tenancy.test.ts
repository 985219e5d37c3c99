import { describe, expect, it } from 'vitest';
import {
  ada,
  adaOfSource,
  catchCode,
  newOrganization,
} from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { systemActor } from '../audit/audit-event.document.ts';
import type { EmployeeRepository } from './employee.repository.ts';
import { sourcedEmployeeId } from './employee-id.ts';

const { firestore } = useTestFirestore();
const employees = testRepositories({ firestore }).employeeRepository;

describe("another organization's employee", () => {
  type Attempt = (repository: EmployeeRepository, organization: string, id: string) => Promise<unknown>;
  const attempts: Record<keyof EmployeeRepository, { attempt: Attempt; outcome: unknown }> = {
    create: {
      attempt: async (repository, organization) => {
        const own = await repository.create(organization, { ...ada, sourceType: 'csv', sourceId: '1' });
        return own.organizationId === organization;
      },
      outcome: true,
    },
    findById: { attempt: (repository, ...args) => repository.findById(...args), outcome: null },
    findByOrganization: {
      attempt: (repository, organization) => repository.findByOrganization(organization),
      outcome: [],
    },
    findPage: {
      attempt: (repository, organization) => repository.findPage(organization, { limit: 10 }),
      outcome: { items: [], nextCursor: null },
    },
    findByEmail: {
      attempt: (repository, organization) => repository.findByEmail(organization, ada.email),
      outcome: null,
    },
    findBySourceId: {
      attempt: (repository, organization) => repository.findBySourceId(organization, 'csv', '1'),
      outcome: null,
    },
    update: {
      attempt: (repository, ...args) => catchCode(repository.update(...args, { name: 'Taken over' })),
      outcome: 'employee_not_found',
    },
    upsertBySourceId: {
      attempt: async (repository, organization) => {
        const own = await repository.upsertBySourceId(organization, 'csv', '1', adaOfSource);
        return own.organizationId === organization;
      },
      outcome: true,
    },
    delete: { attempt: (repository, ...args) => repository.delete(...args), outcome: false },
    deleteBySourceId: {
      attempt: (repository, organization) => repository.deleteBySourceId(organization, 'csv', '1'),
      outcome: false,
    },
    putBySourceId: {
      attempt: async (repository, organization) => {
        const { employee, isNew } = await repository.putBySourceId(organization, 'csv', '1', adaOfSource);
        // What the attempt with the other id finds is its own.
        return isNew && employee.organizationId === organization;
      },
      outcome: true,
    },
    upsertRecords: {
      attempt: (repository, organization) =>
        repository.upsertRecords(
          organization,
          'csv',
          [{ sourceId: '1', fields: { ...adaOfSource, name: 'Taken over' } }],
          { actor: systemActor('test') },
        ),
      outcome: { created: 1, updated: 0, unchanged: 0 },
    },
    prepareRecords: {
      attempt: async (repository, organization) => {
        const records = [{ sourceId: '1', fields: { ...adaOfSource, name: 'Taken over' } }];
        const { outcome } = await repository.prepareRecords(organization, 'csv', records);
        return { created: outcome.created, updated: outcome.updated, refused: outcome.refused };
      },
      outcome: { created: 1, updated: 0, refused: [] },
    },
    deleteMissing: {
      attempt: (repository, organization) =>
        repository.deleteMissing(
          organization,
          'csv',
          { isKept: () => false, sinceMs: Date.now() + minuteMs, after: null },
          { actor: systemActor('test') },
        ),
      outcome: { deleted: 0, next: null },
    },
    compactFacets: {
      attempt: (repository, organization) => repository.compactFacets(organization),
      outcome: { corrected: 0 },
    },
    repairFacets: {
      attempt: (repository, organization) => repository.repairFacets(organization),
      outcome: { corrected: 0, employees: 0 },
    },
    checkFacets: {
      attempt: (repository, organization) => repository.checkFacets(organization),
      outcome: { facets: { total: 0, departments: [], roles: [] }, impossible: false },
    },
    getFacets: {
      attempt: (repository, organization) => repository.getFacets(organization),
      outcome: { total: 0, departments: [], roles: [] },
    },
    getUniqueDepartments: {
      attempt: (repository, organization) => repository.getUniqueDepartments(organization),
      outcome: [],
    },
    getUniqueRoles: {
      attempt: (repository, organization) => repository.getUniqueRoles(organization),
      outcome: [],
    },
  };

  it('is tried for every method', () => {
    expect(Object.keys(attempts).sort()).toEqual(Object.keys(employees).sort());
  });

  it.each(Object.entries(attempts))(
    'is like an unknown one to %s, and stays as it is',
    async (_method, { attempt, outcome }) => {
      const theirs = newOrganization();
      const record = await employees.create(theirs, { ...ada, sourceType: 'csv', sourceId: '1' });

      expect(await attempt(employees, newOrganization(), record.id)).toEqual(outcome);
      expect(await employees.findByOrganization(theirs)).toEqual([record]);

      const unknown = sourcedEmployeeId(newOrganization(), 'csv', '1');
      expect(await attempt(employees, newOrganization(), unknown)).toEqual(outcome);
    },
  );
});
