import type {
  AuditActor,
  EmployeeImport,
  EmployeeImportFaultPage,
  EmployeeImportPage,
  EmployeeImportQuery,
} from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import { minuteMs } from '../../lib/duration.ts';
import { isOver, toImport } from '../../repositories/employee-imports/employee-import.document.ts';
import type { ImportFaultsRepository } from '../../repositories/employee-imports/import-faults.repository.ts';
import type { EmployeeImportTask } from '../../tasks/employee-import.queue.ts';
import { importEvents } from './import-events.ts';
import { createImportRun, type ImportRunDependencies } from './import-run.ts';
import { createImportUpload } from './import-upload.ts';

/** Time that one task works on an import before it puts the next one on the queue, in milliseconds. */
const taskBudgetMs = 4 * minuteMs;

/** What imports need. */
export interface EmployeeImportServiceDependencies extends ImportRunDependencies {
  importFaultsRepository: ImportFaultsRepository;
  /** Puts an import on the task queue. */
  enqueueEmployeeImport: (task: EmployeeImportTask) => Promise<unknown>;
}

/** Directories from CSV files. */
export type EmployeeImportService = ReturnType<typeof createEmployeeImportService>;

export function createEmployeeImportService(dependencies: EmployeeImportServiceDependencies) {
  const {
    employeeImportRepository: imports,
    importFaultsRepository: faults,
    enqueueEmployeeImport,
  } = dependencies;
  const upload = createImportUpload(dependencies);
  const run = createImportRun(dependencies);

  /** @throws {AppError} import_not_found */
  async function requireImport(organizationId: string, id: string) {
    const stored = await imports.find(organizationId, id);
    if (!stored) {
      throw new AppError('import_not_found');
    }
    return stored;
  }

  return {
    /**
     * Stores a file and queues its import. The same file with the same settings is the same import: it does not run again,
     * unless it failed, or is over and the directory has changed since.
     * @throws {AppError} import_unreadable when no row of the file could be read.
     */
    async startImport(
      organizationId: string,
      query: EmployeeImportQuery,
      body: AsyncIterable<Uint8Array>,
      actor: AuditActor,
    ): Promise<{ import: EmployeeImport; isNew: boolean }> {
      const { stored, isNew } = await upload(organizationId, query, body, actor);
      // An existing import may have lost its task; a second task does nothing.
      if (!isOver(stored)) {
        await enqueueEmployeeImport({ organizationId, importId: stored.id });
      }
      return { import: toImport(stored), isNew };
    },

    /** @throws {AppError} import_not_found */
    async getImport(organizationId: string, id: string): Promise<EmployeeImport> {
      return toImport(await requireImport(organizationId, id));
    },

    /** One page of imports, newest first. @throws {AppError} invalid_cursor */
    async listImports(
      organizationId: string,
      page: { limit: number; cursor?: string | undefined },
    ): Promise<EmployeeImportPage> {
      const { items, nextCursor } = await imports.findPage(organizationId, page);
      const summaries = items.map((stored) => {
        const { preview: _preview, ...summary } = toImport(stored);
        return summary;
      });
      return { items: summaries, nextCursor };
    },

    /** What is wrong with rows, in the order of the file. @throws {AppError} import_not_found, invalid_cursor */
    async listFaults(
      organizationId: string,
      id: string,
      page: { limit: number; cursor?: string | undefined },
    ): Promise<EmployeeImportFaultPage> {
      await requireImport(organizationId, id);
      return faults.findPage(organizationId, id, page);
    },

    /** Progress as server-sent events. @throws {AppError} import_not_found */
    async followImport(organizationId: string, id: string): Promise<AsyncIterable<string>> {
      await requireImport(organizationId, id);
      return importEvents(imports, organizationId, id);
    },

    /**
     * Runs one task of the queue: some minutes of work, and the next task if rows are left. Repeating it is safe.
     * @param isLastAttempt the queue does not retry after this attempt: if it fails, the import fails.
     * @throws any error of the work, so that the queue tries again.
     */
    async runTask({ organizationId, importId }: EmployeeImportTask, isLastAttempt: boolean): Promise<void> {
      try {
        const turn = await run(organizationId, importId, taskBudgetMs);
        if (turn === 'more') {
          await enqueueEmployeeImport({ organizationId, importId });
        }
      } catch (error) {
        if (isLastAttempt) {
          await imports.end(organizationId, importId, 'store_unavailable');
        }
        throw error;
      }
    },
  };
}
