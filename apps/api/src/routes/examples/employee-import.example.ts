import type { EmployeeImport, EmployeeImportFault, EmployeeImportPage } from '@klayim/shared/types';

/** A file as an HR system exports it. */
export const employeeFileExample =
  'Employee ID,Full Name,E-Mail,Job Title,Department,Annual Salary\n42,Ada Lovelace,ada@northwind.example,Engineer,Research,100000.00\n';

/** An import halfway through. */
export const employeeImportExample: EmployeeImport = {
  id: 'iMBn7cFR08AfWtNtmRAzsxU-UjUfS-abb1zCf6LJy_Dg',
  status: 'running',
  dryRun: false,
  mapping: { id: 'Employee ID', name: 'Full Name', email: 'E-Mail' },
  ignoredColumns: ['T-shirt size'],
  bytes: 4_194_304,
  rows: 50_000,
  processedRows: 25_080,
  created: 20_000,
  updated: 80,
  unchanged: 4_990,
  rejectedRows: 10,
  faults: 12,
  omittedFaults: 0,
  preview: null,
  error: null,
  createdAt: '2026-11-23T10:15:00.000Z',
  updatedAt: '2026-11-23T10:16:04.120Z',
  finishedAt: null,
};

const { preview: _preview, ...summary } = employeeImportExample;

/** The same import in a list. */
export const employeeImportSummaryExample: EmployeeImportPage['items'][number] = summary;

/** A row that was left out. */
export const employeeImportFaultExample: EmployeeImportFault = {
  line: 17,
  column: 'E-Mail',
  reason: 'is the same as on line 3',
};
