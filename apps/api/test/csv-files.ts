import type { EmployeePage } from '@klayim/shared/types';

/** How a {@link csvFile} differs from an ordinary one. */
export interface CsvFileOptions {
  rows: number;
  /** Every so many rows one has a fault. Default: none has. */
  faultEvery?: number;
  /** Departments among whom people are spread. Default: 40. */
  departments?: number;
  /** Stands in every name, so that two files differ. */
  mark?: string;
}

const header = 'Employee ID,First Name,Last Name,Work Email,Job Title,Department,Status,Annual Salary';

/** A file as an HR system exports it, piece by piece. Rows are about 110 bytes long. */
export function* csvFile({
  rows,
  faultEvery,
  departments = 40,
  mark = '',
}: CsvFileOptions): Generator<Buffer> {
  let text = `${header}\r\n`;
  for (let index = 0; index < rows; index += 1) {
    const isFaulty = faultEvery !== undefined && index % faultEvery === faultEvery - 1;
    const email = isFaulty ? 'nobody' : `person${index}@example.com`;
    const salary = `"${(40_000 + (index % 500) * 100).toLocaleString('en-US')}.00"`;
    const place = `Engineer ${index % 25},"Department ${index % departments}, North"`;
    text += `${index},Person${mark},"Number ${index}",${email},${place},Full-time,${salary}\r\n`;
    if (text.length > 60_000) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') {
    yield Buffer.from(text);
  }
}

/** The same file as one text. */
export function csvText(options: CsvFileOptions): string {
  return Buffer.concat([...csvFile(options)]).toString();
}

/** What is the same of an employee however it came into the directory. */
export function withoutTimes(employee: EmployeePage['items'][number]) {
  const { createdAt: _created, updatedAt: _updated, lastSyncedAt: _synced, version, ...rest } = employee;
  return { ...rest, revision: version.split('.')[1] };
}
