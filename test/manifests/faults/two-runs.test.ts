import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeStagingFolder, type StagingFolder } from '../../../manifests/staging-folder';
import { byRunLength } from '../../properties/run-length';
import { projectFolder, type ProjectFolder } from '../../fixtures/project-folder';
import { asProcess } from './faulty-file-system';
import { clear, stagingFolders } from './renderer';

jest.mock('node:fs', () => {
  const { faultyFileSystem } =
    jest.requireActual<typeof import('./faulty-file-system')>('./faulty-file-system');
  return faultyFileSystem(jest.requireActual('node:fs'));
});

/** The runs that go on; the first of them makes the calls. */
const mockRunning: string[] = [];
jest.mock('../../../manifests/process-identity', () => ({
  thisProcess: () => mockRunning[0],
  runningProcess: (identity: string) => mockRunning.find((name) => identity.startsWith(`${name} `)),
}));

/** What a run finds where its staging folder is to be. */
const FOUND: Readonly<Record<string, (home: ProjectFolder) => void>> = {
  nothing: () => undefined,
  'a folder without an owner': ({ path }) => {
    mkdirSync(join(path, '.kfaas-staging'));
  },
  'a killed run': ({ add }) =>
    add({ '.kfaas-staging/owner/run': 'killed 1', '.kfaas-staging/new/old.yaml': 'x' }),
  'the file of an earlier version': ({ add }) => add({ '.kfaas-staging/owner': '999999999 1' }),
  'a folder that is being removed': ({ add }) => add({ '.kfaas-staging-1/owner/run': 'ended 1' }),
};

/** More calls than a run makes to get its folder. */
const MANY = 40;

/** The quick run tries some moments for a third run, the long one all. */
const STEP = byRunLength({ quick: 7, long: 1 });

type Got = { readonly folder: StagingFolder } | { readonly problem: string };

/** Gets the staging folder as a run of its own, and stages a file in it. */
function start(home: string, name: string, at?: number, between?: () => void): Got {
  mockRunning.unshift(name);
  const disturbance = at === undefined ? undefined : { at, ...(between && { between: inOrder(between) }) };
  const { result, error } = asProcess(disturbance, () => {
    const folder = makeStagingFolder(home);
    mkdirSync(join(folder.path, 'new'));
    writeFileSync(join(folder.path, 'new', name), name);
    return folder;
  });
  mockRunning.splice(mockRunning.indexOf(name), 1);
  mockRunning.push(name);
  return result === undefined ? { problem: String(error) } : { folder: result };
}

/** The run that is interrupted makes the calls again afterwards. */
function inOrder(between: () => void): () => void {
  return () => {
    const [interrupted = ''] = mockRunning;
    between();
    mockRunning.splice(mockRunning.indexOf(interrupted), 1);
    mockRunning.unshift(interrupted);
  };
}

function end(got: Got, name: string): void {
  if ('folder' in got) got.folder.release();
  const index = mockRunning.indexOf(name);
  if (index >= 0) mockRunning.splice(index, 1);
}

describe.each(Object.entries(FOUND))('where a run finds %s', (_, prepare) => {
  function find(home: ProjectFolder): void {
    mockRunning.splice(0);
    clear(home.path);
    prepare(home);
  }

  test('another run that starts at any moment keeps it out, or is kept out', () => {
    const home = projectFolder();
    let both = 0;
    for (let at = 0; at < MANY; at += 1) {
      find(home);
      let other: Got | undefined;
      const first = start(home.path, 'first', at, () => {
        other = start(home.path, 'other');
      });
      if (other === undefined) continue;
      both += 1;
      const owners = [first, other].filter((got) => 'folder' in got);
      expect([at, owners.length]).toEqual([at, 1]);
      const owner = 'folder' in first ? 'first' : 'other';
      expect(existsSync(join(home.path, '.kfaas-staging/new', owner))).toBe(true);
      const kept = 'folder' in first ? other : first;
      expect(kept).toHaveProperty(
        'problem',
        expect.stringContaining(`another run (${owner}) is writing there`),
      );
      end(first, 'first');
      end(other, 'other');
      expect(stagingFolders(home.path)).toEqual([]);
    }
    expect(both).toBeGreaterThan(10);
  });

  test('a run that comes and goes at any moment is in nobody’s way', () => {
    const home = projectFolder();
    for (let at = 0; at < MANY; at += 1) {
      find(home);
      let other: Got | undefined;
      const first = start(home.path, 'first', at, () => {
        other = start(home.path, 'other');
        end(other, 'other');
      });
      expect([at, Object.keys(first)]).toEqual([at, ['folder']]);
      expect(existsSync(join(home.path, '.kfaas-staging/new/first'))).toBe(true);
      expect(existsSync(join(home.path, '.kfaas-staging/new/other'))).toBe(false);
      end(first, 'first');
      expect(stagingFolders(home.path)).toEqual([]);
    }
  });

  test('of three runs that interrupt each other at any moment, one goes on', () => {
    const home = projectFolder();
    for (let at = 0; at < MANY; at += STEP) {
      for (let within = 0; within < MANY; within += STEP) {
        find(home);
        const others: Got[] = [];
        const first = start(home.path, 'first', at, () => {
          const second = start(home.path, 'second', within, () => {
            others.push(start(home.path, 'third'));
          });
          others.push(second);
        });
        const owners = [first, ...others].filter((got) => 'folder' in got);
        expect([at, within, owners.length]).toEqual([at, within, 1]);
      }
    }
  });
});
