import { z } from 'zod';
import { cursorSchema, documentIdSchema, instantSchema, pageSchema } from './common.schema.ts';

/** What a column can hold. */
export const importFieldSchema = z.enum([
  'id',
  'name',
  'firstName',
  'lastName',
  'email',
  'role',
  'department',
  'status',
  'hourlyRate',
  'hourlyRateCents',
  'annualSalary',
]);

const columnSchema = z.string().min(1).max(200).optional();

/** Query of `POST /employee-imports`: `<field>Column` names the header of a field that no common name gives away. */
export const employeeImportQuerySchema = z.strictObject({
  /** `true`: every row is judged and nothing is written. */
  dryRun: z.enum(['true', 'false']).default('false'),
  /** Default: the one of comma, semicolon and tab that the header line holds most of. */
  delimiter: z.enum(['comma', 'semicolon', 'tab']).optional(),
  /** Default: by the byte order mark, otherwise UTF-8. */
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  idColumn: columnSchema,
  nameColumn: columnSchema,
  firstNameColumn: columnSchema,
  lastNameColumn: columnSchema,
  emailColumn: columnSchema,
  roleColumn: columnSchema,
  departmentColumn: columnSchema,
  statusColumn: columnSchema,
  hourlyRateColumn: columnSchema,
  hourlyRateCentsColumn: columnSchema,
  annualSalaryColumn: columnSchema,
});

const countSchema = z.number().int().min(0);

/** One import, and how far it has come. */
export const employeeImportSchema = z
  .strictObject({
    id: documentIdSchema,
    /** `queued`, `running`, then `completed`, or `failed` with a code in `error`. */
    status: z.enum(['queued', 'running', 'completed', 'failed']),
    dryRun: z.boolean(),
    /** The header that each field is read from. */
    mapping: z.partialRecord(importFieldSchema, z.string()),
    ignoredColumns: z.array(z.string()),
    bytes: countSchema,
    rows: countSchema,
    processedRows: countSchema,
    /** In a dry run: who would be created, updated or left as they are. */
    created: countSchema,
    updated: countSchema,
    unchanged: countSchema,
    /** Rows with a fault; they are left out. */
    rejectedRows: countSchema,
    faults: countSchema,
    /** Faults beyond the 10,000 that are kept. */
    omittedFaults: countSchema,
    /** Code of what stopped the import; upload the same file again to go on from there. */
    error: z.string().nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'EmployeeImport' });

/** What is wrong with one value of a file. The value itself is not repeated. */
export const employeeImportFaultSchema = z
  .strictObject({
    /** Where the row starts, counted from 1; the header is on line 1 as a rule. */
    line: z.number().int().min(1),
    /** The header of the column; null when it is about the whole row. */
    column: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: 'EmployeeImportFault' });

/** `GET /employee-imports/:id/faults`. */
export const employeeImportFaultPageSchema = pageSchema(employeeImportFaultSchema).meta({
  id: 'EmployeeImportFaultPage',
});

/** Query of `GET /employee-imports/:id/faults`. */
export const employeeImportFaultQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: cursorSchema.optional(),
});
