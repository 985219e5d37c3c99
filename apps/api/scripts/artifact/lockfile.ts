import { parse, stringify } from 'yaml';

/** The part of pnpm's lockfile that is used here. */
interface Lockfile {
  lockfileVersion: string;
  settings: Record<string, unknown>;
  importers: Record<string, Importer>;
  packages: Record<string, unknown>;
  snapshots: Record<string, Snapshot>;
}

interface Importer {
  dependencies?: Record<string, { specifier: string; version: string }>;
}

interface Snapshot {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * Cuts the lockfile of the artifact out of the workspace's: the same versions that were tested, and nothing else. pnpm's
 * lockfile holds integrity hashes and no addresses, so that whoever installs it uses a registry of their own choice.
 *
 * @param text the workspace's `pnpm-lock.yaml`.
 * @param importer folder of the package whose dependencies are meant, as the lockfile names it.
 * @param names the dependencies to keep.
 * @throws {Error} when the lockfile does not know one of them: it is older than the manifest.
 */
export function cutLockfile(text: string, importer: string, names: readonly string[]): string {
  const workspace = parse(text) as Lockfile;
  const declared = workspace.importers[importer]?.dependencies ?? {};
  const dependencies: NonNullable<Importer['dependencies']> = {};
  const snapshots: Lockfile['snapshots'] = {};
  const packages: Lockfile['packages'] = {};

  function keep(name: string, version: string): void {
    const key = `${name}@${version}`;
    if (snapshots[key]) {
      return;
    }
    const snapshot = workspace.snapshots[key];
    if (!snapshot) {
      throw new Error(`pnpm-lock.yaml has no ${key}`);
    }
    // The artifact holds a bundle of what is optional, the client of Firestore for one.
    const { optionalDependencies: _bundled, ...required } = snapshot;
    snapshots[key] = required;
    // Packages are listed once, whatever their peers.
    const bare = `${name}@${version.replace(/\(.*$/, '')}`;
    packages[bare] = workspace.packages[bare];
    for (const [needed, neededVersion] of Object.entries(required.dependencies ?? {})) {
      keep(needed, neededVersion);
    }
  }

  for (const name of names) {
    const found = declared[name];
    if (!found) {
      throw new Error(`pnpm-lock.yaml does not know ${name} of ${importer}`);
    }
    dependencies[name] = found;
    keep(name, found.version);
  }
  const { lockfileVersion, settings } = workspace;
  return stringify(
    {
      lockfileVersion,
      settings,
      importers: { '.': { dependencies } },
      packages: sorted(packages),
      snapshots: sorted(snapshots),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
