import type { UnlistedError, UnlistedErrorList } from '@klayim/shared/types';
import type { UnlistedErrorsRepository } from '../../repositories/cross-tenant/unlisted-errors.repository.ts';

export type UnlistedErrorsService = ReturnType<typeof createUnlistedErrorsService>;

/** Tells operators what the tables of reasons lack. */
export function createUnlistedErrorsService({
  unlistedErrorsRepository,
}: {
  unlistedErrorsRepository: UnlistedErrorsRepository;
}) {
  return {
    /** Each error once, with the number of connections that show it now. */
    async getUnlistedErrors(): Promise<UnlistedErrorList> {
      const { errors, complete } = await unlistedErrorsRepository.find();
      const byKey = new Map<string, UnlistedError>();
      for (const error of errors) {
        const key = JSON.stringify(Object.values(error));
        const connections = (byKey.get(key)?.connections ?? 0) + 1;
        byKey.set(key, { ...error, connections });
      }
      const items = [...byKey.values()].sort((one, other) => other.connections - one.connections);
      return { items, complete };
    },
  };
}
