import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cutLockfile } from './lockfile.ts';

const workspace = `
lockfileVersion: '9.0'
settings: { autoInstallPeers: true }
importers:
  apps/api:
    dependencies:
      '@klayim/shared': { specifier: 'workspace:*', version: 'link:../../packages/shared' }
      web: { specifier: ^1.0.0, version: 1.2.0(peer@3.0.0) }
      other: { specifier: ^5.0.0, version: 5.0.0 }
packages:
  web@1.2.0: { resolution: { integrity: sha512-web } }
  peer@3.0.0: { resolution: { integrity: sha512-peer } }
  deep@2.0.0: { resolution: { integrity: sha512-deep } }
  native@1.0.0: { resolution: { integrity: sha512-native } }
  other@5.0.0: { resolution: { integrity: sha512-other } }
snapshots:
  web@1.2.0(peer@3.0.0):
    dependencies: { deep: 2.0.0, peer: 3.0.0 }
    optionalDependencies: { native: 1.0.0 }
  peer@3.0.0: { dependencies: { web: 1.2.0(peer@3.0.0) } }
  deep@2.0.0: {}
  native@1.0.0: {}
  other@5.0.0: {}
`;

describe('the lockfile of the artifact', () => {
  it('holds what is asked for and all that it needs, at the workspace’s versions, and nothing optional', () => {
    expect(parse(cutLockfile(workspace, 'apps/api', ['web']))).toEqual({
      lockfileVersion: '9.0',
      settings: { autoInstallPeers: true },
      importers: {
        '.': { dependencies: { web: { specifier: '^1.0.0', version: '1.2.0(peer@3.0.0)' } } },
      },
      packages: {
        'deep@2.0.0': { resolution: { integrity: 'sha512-deep' } },
        'peer@3.0.0': { resolution: { integrity: 'sha512-peer' } },
        'web@1.2.0': { resolution: { integrity: 'sha512-web' } },
      },
      snapshots: {
        'deep@2.0.0': {},
        'peer@3.0.0': { dependencies: { web: '1.2.0(peer@3.0.0)' } },
        'web@1.2.0(peer@3.0.0)': { dependencies: { deep: '2.0.0', peer: '3.0.0' } },
      },
    });
  });

  it.each(['absent', '@klayim/shared'])('refuses %s, which cannot be installed', (name) => {
    expect(() => cutLockfile(workspace, 'apps/api', [name])).toThrow(/pnpm-lock\.yaml/);
  });
});
