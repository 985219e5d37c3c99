import type { Employee, EmployeeFacets, EmployeeListQuery, EmployeeSourceType } from '@klayim/shared/types';
import type { Firestore, Query, QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { foldText } from '../../lib/fold-text.ts';
import type { ReadListed, ReadOne } from '../listed-documents.ts';
import { type Page, type PageOptions, type PageOrder, readSortedPage } from '../pagination.ts';
import {
  type EmployeeDocument,
  employeeFromDocument,
  employees,
  readStoredEmployee,
} from './employee-document.ts';
import { facetsFromDocument, facetsReference, hasImpossibleCounts } from './employee-facets.ts';
import { isEmployeeId, sourcedEmployeeId } from './employee-id.ts';
import { employeeSourceSchema, parseEmployeeInput } from './employee-input.ts';

/** Which employees, and in what order; newest first by default. See `employeeListQuerySchema` for what combines. */
export type EmployeeSelection = Partial<Omit<EmployeeListQuery, 'limit' | 'cursor'>>;

/** Sorts after every text that begins with the one before it. */
const lastCharacter = '\u{10ffff}';

export interface EmployeeQueriesDependencies {
  firestore: () => Firestore;
  /** The query of one organization's employees, which every other one narrows. */
  ofOrganization: (organizationId: string) => Query<EmployeeDocument>;
  readListed: ReadListed;
  readOne: ReadOne;
}

/** Reading of employees, one organization at a time. */
export function createEmployeeQueries({
  firestore,
  ofOrganization,
  readListed,
  readOne,
}: EmployeeQueriesDependencies) {
  const collection = () => employees(firestore());

  function select(organizationId: string, selection: EmployeeSelection): Query<EmployeeDocument> {
    const { department, role, status, sourceType, namePrefix, emailPrefix } = selection;
    let query = ofOrganization(organizationId);
    const filters = { department, role, employmentStatus: status, sourceType };
    for (const [field, value] of Object.entries(filters)) {
      if (value !== undefined) {
        query = query.where(field, '==', value);
      }
    }
    if (namePrefix !== undefined) {
      query = startingWith(query, 'nameKey', foldText(namePrefix));
    }
    if (emailPrefix !== undefined) {
      query = startingWith(query, 'email', emailPrefix.trim().toLowerCase());
    }
    return query;
  }

  /** How many there are, and the departments and roles with their counts. One document read. */
  async function getFacets(organizationId: string): Promise<EmployeeFacets> {
    return facetsFromDocument((await facetsReference(firestore(), organizationId).get()).data());
  }

  return {
    /** One document read. @throws {AppError} record_unreadable */
    async findById(organizationId: string, id: string): Promise<Employee | null> {
      if (!isEmployeeId(id)) {
        return null;
      }
      const snapshot = await collection().doc(id).get();
      return readOne(snapshot, (each) => readStoredEmployee(each, organizationId))?.employee ?? null;
    },

    /**
     * Every employee of the organization, newest first. For lists of any size use `findPage`.
     * Part of the public contract for other backend code; no route calls it.
     */
    async findByOrganization(organizationId: string): Promise<Employee[]> {
      const { docs } = await ofOrganization(organizationId).orderBy('createdAt', 'desc').get();
      return readListed(docs, toEmployee);
    },

    /** One page; it reads `limit` + 1 documents, however many employees there are. @throws {AppError} invalid_cursor */
    async findPage(
      organizationId: string,
      { limit, cursor, ...selection }: EmployeeSelection & PageOptions,
    ): Promise<Page<Employee>> {
      const query = select(organizationId, selection);
      const { items, nextCursor } = await readSortedPage(query, orderOf(selection), { limit, cursor });
      return { items: readListed(items, toEmployee), nextCursor };
    },

    /**
     * By email, in upper or lower case. When several sources have the same address, always returns the same employee.
     * Part of the public contract for other backend code; no route calls it.
     * @throws {AppError} record_unreadable
     */
    async findByEmail(organizationId: string, email: string): Promise<Employee | null> {
      const { docs } = await ofOrganization(organizationId)
        .where('email', '==', email.trim().toLowerCase())
        .limit(1)
        .get();
      const [document] = docs;
      return document ? readOne(document, toEmployee) : null;
    },

    /**
     * One document read. Part of the public contract for other backend code; no route calls it.
     * @throws {AppError} invalid_request for a source that cannot exist; record_unreadable.
     */
    async findBySourceId(
      organizationId: string,
      sourceType: EmployeeSourceType,
      sourceId: string,
    ): Promise<Employee | null> {
      const source = parseEmployeeInput(employeeSourceSchema, { organizationId, sourceType, sourceId });
      const id = sourcedEmployeeId(source.organizationId, source.sourceType, source.sourceId);
      const snapshot = await collection().doc(id).get();
      return readOne(snapshot, (each) => readStoredEmployee(each, organizationId))?.employee ?? null;
    },

    getFacets,

    /** The departments of the organization's employees, sorted. One document read. Part of the public contract for other backend code; no route calls it. */
    async getUniqueDepartments(organizationId: string): Promise<string[]> {
      const { departments } = await getFacets(organizationId);
      return departments.map(({ value }) => value);
    },

    /** The roles of the organization's employees, sorted. One document read. Part of the public contract for other backend code; no route calls it. */
    async getUniqueRoles(organizationId: string): Promise<string[]> {
      const { roles } = await getFacets(organizationId);
      return roles.map(({ value }) => value);
    },

    /** As `getFacets`, and whether the stored counts cannot be right. One document read. */
    async checkFacets(organizationId: string): Promise<{ facets: EmployeeFacets; impossible: boolean }> {
      const data = (await facetsReference(firestore(), organizationId).get()).data();
      return { facets: facetsFromDocument(data), impossible: hasImpossibleCounts(data) };
    },
  };
}

function toEmployee(document: QueryDocumentSnapshot): Employee {
  return employeeFromDocument(document.id, document.data());
}

function startingWith<Document>(query: Query<Document>, field: string, prefix: string): Query<Document> {
  return query.where(field, '>=', prefix).where(field, '<', `${prefix}${lastCharacter}`);
}

function orderOf({ sort, order, namePrefix, emailPrefix }: EmployeeSelection): PageOrder {
  const implied = namePrefix !== undefined ? 'name' : emailPrefix !== undefined ? 'email' : 'createdAt';
  const by = sort ?? implied;
  return {
    field: by === 'name' ? 'nameKey' : by,
    direction: order ?? (by === 'createdAt' ? 'desc' : 'asc'),
  };
}
