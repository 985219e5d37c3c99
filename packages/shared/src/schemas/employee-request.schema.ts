import * as z from 'zod';
import { cursorSchema, pageSchema, pageSizeSchema } from './common.schema.ts';
import {
  employeeSchema,
  employeeSourceTypeSchema,
  employmentStatusSchema,
  newEmployeeSchema,
} from './employee.schema.ts';

/** An employee as the API shows it. Without a right to see pay, `hourlyRateCents` is left out. */
export const employeeViewSchema = employeeSchema.partial({ hourlyRateCents: true }).meta({ id: 'Employee' });
export type EmployeeView = z.infer<typeof employeeViewSchema>;

/** `GET /employees`. */
export const employeePageSchema = pageSchema(employeeViewSchema).meta({ id: 'EmployeePage' });
export type EmployeePage = z.infer<typeof employeePageSchema>;

/** Pay is given by the hour or by the year, not both; see docs/employees.md for the rule between them. */
const paySchema = z.strictObject({
  hourlyRateCents: newEmployeeSchema.shape.hourlyRateCents.optional(),
  annualSalaryCents: z
    .number()
    .int()
    .min(0)
    .max(200_000_000_000)
    .optional()
    .describe('Integer cents. It is stored by the hour: divided by 2,080, half cents rounded up.'),
});

const onlyOnePay: [(pay: z.infer<typeof paySchema>) => boolean, { path: string[]; message: string }] = [
  ({ hourlyRateCents, annualSalaryCents }) =>
    hourlyRateCents === undefined || annualSalaryCents === undefined,
  { path: ['annualSalaryCents'], message: 'must not be given beside hourlyRateCents' },
];

const sourcedFields = z.strictObject({
  name: newEmployeeSchema.shape.name,
  email: newEmployeeSchema.shape.email,
  role: newEmployeeSchema.shape.role.default(''),
  department: newEmployeeSchema.shape.department.default(''),
  employmentStatus: newEmployeeSchema.shape.employmentStatus.default('fullTime'),
  ...paySchema.shape,
});

/** `PUT /employees/by-source/:sourceType/:sourceId`: everything that the source says of a person. */
export const sourcedEmployeeRequestSchema = sourcedFields
  .refine(...onlyOnePay)
  .meta({ id: 'SourcedEmployee' });
export type SourcedEmployeeRequest = z.infer<typeof sourcedEmployeeRequestSchema>;

/** `POST /employees`. */
export const createEmployeeRequestSchema = sourcedFields
  .extend({
    sourceType: employeeSourceTypeSchema.default('manual'),
    sourceId: newEmployeeSchema.shape.sourceId,
  })
  .refine(...onlyOnePay)
  .meta({ id: 'NewEmployee' });
export type CreateEmployeeRequest = z.infer<typeof createEmployeeRequestSchema>;

/** `PATCH /employees/:id`: only what is named changes. */
export const employeePatchRequestSchema = newEmployeeSchema
  .omit({ sourceType: true, sourceId: true, hourlyRateCents: true })
  .partial()
  .extend(paySchema.shape)
  .refine(...onlyOnePay)
  .meta({ id: 'EmployeePatch' });
export type EmployeePatchRequest = z.infer<typeof employeePatchRequestSchema>;

export const employeeSortSchema = z.enum(['name', 'email', 'createdAt', 'updatedAt']);
export const sortOrderSchema = z.enum(['asc', 'desc']);

const prefixSchema = z.string().trim().min(1).max(100);

/**
 * Query of `GET /employees`. Filters combine with each other, with `namePrefix` and with the order by name; the other
 * orders are of the whole directory. Every combination that is allowed has its index.
 */
export const employeeListQuerySchema = z
  .strictObject({
    department: newEmployeeSchema.shape.department.min(1).optional(),
    role: newEmployeeSchema.shape.role.min(1).optional(),
    status: employmentStatusSchema.optional(),
    sourceType: employeeSourceTypeSchema.optional(),
    namePrefix: prefixSchema
      .optional()
      .describe('Beginning of the name, in any case and with or without accents.'),
    emailPrefix: prefixSchema.optional().describe('Beginning of the email, in any case.'),
    sort: employeeSortSchema.optional().describe('Default: `email` with `emailPrefix`, otherwise `name`.'),
    order: sortOrderSchema.default('asc'),
    limit: pageSizeSchema,
    cursor: cursorSchema.optional(),
  })
  .superRefine((query, context) => {
    const { department, role, status, sourceType, namePrefix, emailPrefix } = query;
    const sort = query.sort ?? (emailPrefix === undefined ? 'name' : 'email');
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    if (namePrefix !== undefined && emailPrefix !== undefined) {
      refuse('emailPrefix', 'must not be given beside namePrefix');
    } else if (namePrefix !== undefined && sort !== 'name') {
      refuse('sort', 'must be name beside namePrefix');
    } else if (emailPrefix !== undefined && sort !== 'email') {
      refuse('sort', 'must be email beside emailPrefix');
    }
    const filters = Object.entries({ department, role, status, sourceType });
    for (const [field, value] of filters) {
      if (value !== undefined && sort !== 'name') {
        refuse(field, 'can be filtered by only in the order by name');
      }
    }
  });
export type EmployeeListQuery = z.infer<typeof employeeListQuerySchema>;
