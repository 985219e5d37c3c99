import * as z from 'zod';
import {
  cursorSchema,
  documentIdSchema,
  pageSchema,
  pageSizeSchema,
  timestampSchema,
} from './common.schema.ts';
import { employeeSchema } from './employee.schema.ts';

/** What a column can hold. */
export const importFieldSchema = z.enum([
  'id',
  'name',
  'firstName',
  'preferredName',
  'middleName',
  'lastName',
  'email',
  'role',
  'department',
  'status',
  'isActive',
  'isInactive',
  'terminationDate',
  'employmentStatus',
  'employmentType',
  'workerType',
  'workingTime',
  'pay',
  'hourlyRate',
  'hourlyRateCents',
  'annualSalary',
  'payPeriod',
  'payType',
  'payFrequency',
  'currency',
]);
export type ImportField = z.infer<typeof importFieldSchema>;

const columnSchema = z.string().min(1).max(200).optional();

/** Query of `POST /employee-imports`: `<field>Column` names the header of a field that no common name gives away. */
export const employeeImportQuerySchema = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: every row is judged and nothing is written.'),
  delimiter: z
    .enum(['comma', 'semicolon', 'tab', 'pipe'])
    .optional()
    .describe('Default: what a first line `sep=;` names, or else the one that makes the most known headers.'),
  encoding: z
    .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
    .optional()
    .describe('Default: the `charset` of the content type, or else by the byte order mark, or else UTF-8.'),
  matchBy: z
    .enum(['id', 'email'])
    .default('id')
    .describe('`email`: the column of ids is not read, and people are known by their email.'),
  decimalSeparator: z
    .enum(['point', 'comma'])
    .optional()
    .describe('What stands before the decimals of amounts. Without it, amounts such as `1.234` are refused.'),
  payPeriod: z
    .enum(['hour', 'day', 'week', 'twoWeeks', 'halfMonth', 'month', 'quarter', 'year'])
    .optional()
    .describe('What pay is for where neither the header nor the row says so.'),
  maxHourlyRate: z.coerce
    .number()
    .min(1)
    .max(1_000_000)
    .default(10_000)
    .describe(
      'Pay by the hour above this is refused, since it is pay for another period more often; above a tenth of it where nothing names the period. In units of the currency, not cents.',
    ),
  statusWords: z
    .string()
    .max(2_000)
    .regex(
      /^[^=;]{1,60}=(?:fullTime|partTime|contractor|inactive)(?:;[^=;]{1,60}=(?:fullTime|partTime|contractor|inactive))*$/,
      'must be such as "Probation=fullTime;Garden leave=inactive"',
    )
    .optional()
    .describe('What words of the status columns mean: `Probation=fullTime;Garden leave=inactive`.'),
  idColumn: columnSchema,
  nameColumn: columnSchema,
  firstNameColumn: columnSchema,
  preferredNameColumn: columnSchema,
  middleNameColumn: columnSchema,
  lastNameColumn: columnSchema,
  emailColumn: columnSchema,
  roleColumn: columnSchema,
  departmentColumn: columnSchema,
  statusColumn: columnSchema,
  isActiveColumn: columnSchema,
  isInactiveColumn: columnSchema,
  terminationDateColumn: columnSchema,
  employmentStatusColumn: columnSchema,
  employmentTypeColumn: columnSchema,
  workerTypeColumn: columnSchema,
  workingTimeColumn: columnSchema,
  payColumn: columnSchema,
  hourlyRateColumn: columnSchema,
  hourlyRateCentsColumn: columnSchema,
  annualSalaryColumn: columnSchema,
  payPeriodColumn: columnSchema,
  payTypeColumn: columnSchema,
  payFrequencyColumn: columnSchema,
  currencyColumn: columnSchema,
});
export type EmployeeImportQuery = z.infer<typeof employeeImportQuerySchema>;

const countSchema = z.number().int().min(0);

/** What a dry run shows of a file. */
const employeeImportPreviewSchema = z
  .strictObject({
    headerLine: z.number().int().min(1).describe('Line of the header: reports have titles above it.'),
    samples: z
      .partialRecord(importFieldSchema, z.array(z.string()))
      .describe('Values of the first rows, of the columns that are read, as they stand in the file.'),
    people: z
      .array(
        employeeSchema
          .pick({
            name: true,
            email: true,
            role: true,
            department: true,
            employmentStatus: true,
            hourlyRateCents: true,
            sourceId: true,
          })
          .extend({ outcome: z.enum(['created', 'updated', 'unchanged']) }),
      )
      .describe('The first people of the file as they would be stored, up to three.'),
  })
  .meta({ id: 'EmployeeImportPreview' });

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
    preview: employeeImportPreviewSchema.nullable().describe('Of a dry run; otherwise null.'),
    error: z
      .string()
      .nullable()
      .describe('Code of what stopped the import; upload the same file again to go on from there.'),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
    finishedAt: timestampSchema.nullable(),
  })
  .meta({ id: 'EmployeeImport' });
export type EmployeeImport = z.infer<typeof employeeImportSchema>;

/** `GET /employee-imports`: without previews. */
export const employeeImportPageSchema = pageSchema(
  employeeImportSchema.omit({ preview: true }).meta({ id: 'EmployeeImportSummary' }),
).meta({ id: 'EmployeeImportPage' });
export type EmployeeImportPage = z.infer<typeof employeeImportPageSchema>;

/** Query of `GET /employee-imports`. */
export const employeeImportListQuerySchema = z.strictObject({
  limit: pageSizeSchema,
  cursor: cursorSchema.optional(),
});

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
export type EmployeeImportFault = z.infer<typeof employeeImportFaultSchema>;

/** `GET /employee-imports/:id/faults`. */
export const employeeImportFaultPageSchema = pageSchema(employeeImportFaultSchema).meta({
  id: 'EmployeeImportFaultPage',
});
export type EmployeeImportFaultPage = z.infer<typeof employeeImportFaultPageSchema>;

/** Query of `GET /employee-imports/:id/faults`. */
export const employeeImportFaultQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: cursorSchema.optional(),
});
