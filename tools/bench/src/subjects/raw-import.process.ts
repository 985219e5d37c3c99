/** The floor of an import: the file parsed by csv-parse, and for each row a read and two bare writes, 120 rows at a time. */
import { Readable } from 'node:stream';
import { csvFile } from '@klayim/api/test/csv-files';
import { parse } from 'csv-parse';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { answerParent } from '../harness/child.ts';
import type { ImportTask } from './import.process.ts';

const rowsAtOnce = 120;
const firestore = getFirestore(initializeApp());

async function store(organizationId: string, rows: readonly Record<string, string>[]): Promise<void> {
  const references = rows.map((row) =>
    firestore.collection('employees').doc(`${organizationId}-${row['Employee ID']}`),
  );
  await firestore.getAll(...references);
  const batch = firestore.batch();
  for (const [index, reference] of references.entries()) {
    batch.set(reference, { organizationId, ...rows[index] });
    batch.create(firestore.collection('auditEvents').doc(), {
      organizationId,
      type: 'employee.created',
      subject: reference.id,
      at: new Date(),
    });
  }
  await batch.commit();
}

answerParent(async ({ organizationId, rows }: ImportTask): Promise<number> => {
  const before = process.cpuUsage();
  const parser = Readable.from(csvFile({ rows })).pipe(parse({ columns: true }));
  let waiting: Record<string, string>[] = [];
  for await (const row of parser) {
    waiting.push(row as Record<string, string>);
    if (waiting.length === rowsAtOnce) {
      await store(organizationId, waiting);
      waiting = [];
    }
  }
  if (waiting.length > 0) {
    await store(organizationId, waiting);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rows;
});
