import * as z from 'zod';
import { isFormula } from '../text/line-text.ts';
import { documentIdSchema, organizationIdSchema, timestampSchema } from './common.schema.ts';
import { lineSchema } from './line.schema.ts';

export const employmentStatusSchema = z.enum(['fullTime', 'partTime', 'contractor', 'inactive']);
export type EmploymentStatus = z.infer<typeof employmentStatusSchema>;

/** Where a record comes from. The source is the truth: a sync overwrites. */
export const employeeSourceTypeSchema = z.enum(['bamboohr', 'finch', 'manual', 'csv']);
export type EmployeeSourceType = z.infer<typeof employeeSourceTypeSchema>;

/** Integer cents of the organization's currency. */
const centsSchema = z.number().int().min(0);

/** One person of an organization's directory. */
export const employeeSchema = z.strictObject({
  id: documentIdSchema,
  organizationId: organizationIdSchema,
  name: lineSchema().min(1),
  email: z
    .string()
    .max(320, { abort: true })
    .check(z.email({ abort: true }))
    .toLowerCase()
    .refine((email) => !isFormula(email), 'must not begin as a formula does: spreadsheets would run it')
    .describe('Lower case.'),
  role: lineSchema().describe('Empty when it is not known.'),
  department: lineSchema().describe('Empty when it is not known.'),
  hourlyRateCents: centsSchema
    .max(100_000_000)
    .nullable()
    .describe("Integer cents of the organization's currency; null when it is not known."),
  employmentStatus: employmentStatusSchema,
  sourceType: employeeSourceTypeSchema,
  sourceId: lineSchema(256)
    .min(1)
    .optional()
    .describe("The record's id in its source; records made by hand have none."),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  lastSyncedAt: timestampSchema
    .optional()
    .describe('When a synchronization or an import last changed the record.'),
  version: z.string().describe("Opaque; another one after every change. It is the record's `ETag`."),
});
export type Employee = z.infer<typeof employeeSchema>;

/** What is known of an employee when it is created. */
export const newEmployeeSchema = employeeSchema.omit({
  id: true,
  organizationId: true,
  createdAt: true,
  updatedAt: true,
  lastSyncedAt: true,
  version: true,
});
export type NewEmployee = z.infer<typeof newEmployeeSchema>;

/** What may change of an employee: anything but where it came from. */
export const employeePatchSchema = newEmployeeSchema.omit({ sourceType: true, sourceId: true }).partial();
export type EmployeePatch = z.infer<typeof employeePatchSchema>;

/** How many times one value occurs in the directory. */
const facetSchema = z
  .strictObject({ value: z.string(), count: z.number().int().min(1) })
  .meta({ id: 'Facet' });

/** Answer of `GET /employees/facets`: the values that a filter can have, sorted, without the empty one. */
export const employeeFacetsSchema = z
  .strictObject({
    total: z.number().int().min(0).describe('All employees.'),
    departments: z.array(facetSchema),
    roles: z.array(facetSchema),
  })
  .meta({ id: 'EmployeeFacets' });
export type EmployeeFacets = z.infer<typeof employeeFacetsSchema>;
