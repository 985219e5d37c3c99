import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import { employeeImportQuerySchema } from '@klayim/shared/schemas';
import type { AuditActor, EmployeeFacets, EmployeeImport } from '@klayim/shared/types';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { isOver } from '../src/repositories/employee-imports/employee-import.document.ts';
import { type CsvFileOptions, csvFile, withoutTimes } from './csv-files.ts';
import type { ImportWorkerAnswer } from './import-worker.ts';
import { useTestFirestore } from './repositories/test-firestore.ts';
import { wireServices } from './wired-services.ts';

/** Everything that an import leaves behind, but for times. */
export interface Aftermath {
  employees: object[];
  facets: EmployeeFacets;
  /** How many events there are of each kind. */
  events: Record<string, number>;
  counts: Partial<EmployeeImport>;
}

const actor: AuditActor = { type: 'system', name: 'test' };
const pageSize = 1_000;

/** Imports by processes that can be killed, over a Firestore whose traffic can be held. */
export function useImportFixture() {
  const { firestore, projectId } = useTestFirestore();
  const services = wireServices({ firestore });
  const workers: ChildProcess[] = [];
  let proxy: FirestoreProxy;
  beforeAll(async () => {
    proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
  });
  afterEach(() => {
    for (const worker of workers.splice(0)) {
      worker.kill('SIGKILL');
    }
  });
  afterAll(() => proxy.stop());

  async function forkWorker(): Promise<ChildProcess> {
    const worker = fork(new URL('./import-worker.ts', import.meta.url), {
      execArgv: ['--expose-gc'],
      env: { ...process.env, FIRESTORE_EMULATOR_HOST: proxy.host, GCLOUD_PROJECT: projectId },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    workers.push(worker);
    await once(worker, 'message');
    return worker;
  }

  async function* bytesOf(options: CsvFileOptions) {
    yield* csvFile(options);
  }

  return {
    ...services,
    firestore,
    /** Uploads a file; nothing is imported yet. */
    async upload(
      organizationId: string,
      options: CsvFileOptions,
      query: object = {},
    ): Promise<EmployeeImport> {
      const settings = employeeImportQuerySchema.parse(query);
      const started = await services.employeeImportService.startImport(
        organizationId,
        settings,
        bytesOf(options),
        actor,
      );
      return started.import;
    },

    /** One turn of an import: to its end, as far as its budget of time allows, or until another worker has got ahead. */
    runTask: (organizationId: string, importId: string): Promise<void> =>
      services.employeeImportService.runTask({ organizationId, importId }, false),

    /** Does an import from where it stands to its end, here. Nobody else may be at it: this would ask again and again. */
    async finish(organizationId: string, importId: string): Promise<void> {
      const { employeeImportService } = services;
      // On a slow machine an import needs several turns.
      do {
        await employeeImportService.runTask({ organizationId, importId }, false);
      } while (!isOver(await employeeImportService.getImport(organizationId, importId)));
    },

    /**
     * The same in a process of its own.
     * @param meanwhile what this process does from the moment on at which that one starts its work.
     */
    async finishElsewhere(
      organizationId: string,
      importId: string,
      meanwhile: () => Promise<void> = async () => undefined,
    ): Promise<ImportWorkerAnswer> {
      const worker = await forkWorker();
      const answer = once(worker, 'message');
      worker.send({ organizationId, importId });
      await meanwhile();
      const [said] = (await answer) as [ImportWorkerAnswer];
      const exited = once(worker, 'exit');
      worker.disconnect();
      await exited;
      return said;
    },

    /**
     * Lets a process do an import until its commit of this number is on its way to Firestore (`request`) or done there
     * (`response`), and kills it then.
     * @returns false when the import was over before.
     */
    async killAt(
      { organizationId, importId }: { organizationId: string; importId: string },
      commit: number,
      phase: 'request' | 'response',
    ): Promise<boolean> {
      const worker = await forkWorker();
      const reached = Promise.withResolvers<boolean>();
      const never = new Promise<void>(() => {});
      let commits = 0;
      const drop = proxy.intercept((call) => {
        if (call.rpc !== 'Commit') {
          return undefined;
        }
        if (call.phase === 'request') {
          commits += 1;
        }
        if (commits < commit || call.phase !== phase) {
          return undefined;
        }
        reached.resolve(true);
        return never;
      });
      worker.once('message', () => reached.resolve(false));
      worker.send({ organizationId, importId });
      const wasReached = await reached.promise;
      const exited = once(worker, 'exit');
      worker.kill('SIGKILL');
      await exited;
      drop();
      return wasReached;
    },

    async aftermath(organizationId: string, importId: string): Promise<Aftermath> {
      const employees: object[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const page = await services.employeeRepository.findPage(organizationId, {
          sort: 'name',
          limit: pageSize,
          cursor,
        });
        for (const employee of page.items) {
          const { id: _id, organizationId: _organization, ...rest } = withoutTimes(employee);
          employees.push(rest);
        }
        cursor = page.nextCursor;
      }
      const events: Record<string, number> = {};
      for (const type of ['employee.created', 'employee.updated', 'employee.deleted']) {
        const count = firestore()
          .collection('auditEvents')
          .where('organizationId', '==', organizationId)
          .where('type', '==', type)
          .count();
        events[type] = (await count.get()).data().count;
      }
      const {
        id: _id,
        createdAt: _c,
        updatedAt: _u,
        finishedAt: _f,
        ...counts
      } = await services.employeeImportService.getImport(organizationId, importId);
      const byName = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
      return {
        employees: employees.sort(byName),
        facets: await services.employeeRepository.getFacets(organizationId),
        events,
        counts,
      };
    },
  };
}
