import { z } from 'zod';
import { documentIdSchema, instantSchema, organizationIdSchema } from './common.schema.ts';

export const employmentStatusSchema = z.enum(['fullTime', 'partTime', 'contractor', 'inactive']);

/** Where a record comes from. The source is the truth: a sync overwrites. */
export const employeeSourceTypeSchema = z.enum(['bamboohr', 'finch', 'manual', 'csv']);

/** One person of an organization's directory. */
export const employeeSchema = z.strictObject({
  id: documentIdSchema,
  organizationId: organizationIdSchema,
  name: z.string().trim().min(1).max(200),
  /** Lower case. */
  email: z.email().max(320).toLowerCase(),
  role: z.string().trim().max(200),
  department: z.string().trim().max(200),
  /** Integer cents of the organization's currency. */
  hourlyRateCents: z.number().int().min(0).max(100_000_000),
  employmentStatus: employmentStatusSchema,
  sourceType: employeeSourceTypeSchema,
  /** The record's id in its source; records made by hand have none. */
  sourceId: z.string().trim().min(1).max(256).optional(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  lastSyncedAt: instantSchema.optional(),
});

/** What a caller gives to create an employee. */
export const newEmployeeSchema = employeeSchema.omit({
  id: true,
  organizationId: true,
  createdAt: true,
  updatedAt: true,
  lastSyncedAt: true,
});

/** What a caller may change of an employee: anything but where it came from. */
export const employeePatchSchema = newEmployeeSchema.omit({ sourceType: true, sourceId: true }).partial();
