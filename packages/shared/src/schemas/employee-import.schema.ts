import * as z from 'zod';
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
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: every row is judged and nothing is written.'),
  delimiter: z
    .enum(['comma', 'semicolon', 'tab'])
    .optional()
    .describe('Default: the one of comma, semicolon and tab that the header line holds most of.'),
  encoding: z
    .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
    .optional()
    .describe('Default: by the byte order mark, otherwise UTF-8.'),
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
    status: z
      .enum(['queued', 'running', 'completed', 'failed'])
      .describe('`queued`, `running`, then `completed`, or `failed` with a code in `error`.'),
    dryRun: z.boolean(),
    mapping: z
      .partialRecord(importFieldSchema, z.string())
      .describe('The header that each field is read from.'),
    ignoredColumns: z.array(z.string()),
    bytes: countSchema,
    rows: countSchema,
    processedRows: countSchema,
    created: countSchema.describe('In a dry run: who would be created, updated or left as they are.'),
    updated: countSchema,
    unchanged: countSchema,
    rejectedRows: countSchema.describe('Rows with a fault; they are left out.'),
    faults: countSchema,
    omittedFaults: countSchema.describe('Faults beyond the 10,000 that are kept.'),
    error: z
      .string()
      .nullable()
      .describe('Code of what stopped the import; upload the same file again to go on from there.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'EmployeeImport' });

/** What is wrong with one value of a file. The value itself is not repeated. */
export const employeeImportFaultSchema = z
  .strictObject({
    line: z
      .number()
      .int()
      .min(1)
      .describe('Where the row starts, counted from 1; the header is on line 1 as a rule.'),
    column: z.string().nullable().describe('The header of the column; null when it is about the whole row.'),
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
