import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openOutputTree, type TreeChange } from '../../manifests';
import { fileStatus, waitForClock } from '../../manifests/file-status';
import { projectFolder } from '../fixtures/project-folder';

const MARK = '# Rendered';
const DECLARATION = `${MARK} from here\nkind: Namespace\n`;

function render(outdir: string, files: Readonly<Record<string, string>>): TreeChange {
  const tree = openOutputTree(outdir, MARK);
  for (const [path, text] of Object.entries(files)) tree.write(path, text);
  return tree.commit();
}

/** Every file below a folder with its text. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
  );
}

const FIRST = {
  'prod/us/system/kfaas-system.namespace.yaml': DECLARATION,
  'prod/us/faas/a.yaml': 'a\n',
  'prod/us/faas/b.yaml': 'b\n',
};

test('a folder that is not there is made whole', () => {
  const { path } = projectFolder();
  expect(render(join(path, 'out'), FIRST)).toEqual({ written: 3, unchanged: 0, removed: 0 });
  expect(contents(path)).toEqual(
    Object.fromEntries(Object.entries(FIRST).map(([name, text]) => [`out/${name}`, text])),
  );
});

test('a second run writes only what differs, and leaves the times of the rest alone', () => {
  const { path } = projectFolder(FIRST);
  const past = new Date(1_000_000_000_000);
  for (const file of Object.keys(FIRST)) utimesSync(join(path, file), past, past);
  const change = render(path, { ...FIRST, 'prod/us/faas/b.yaml': 'B\n' });
  expect(change).toEqual({ written: 1, unchanged: 2, removed: 0 });
  expect(statSync(join(path, 'prod/us/faas/a.yaml')).mtime).toEqual(past);
  expect(contents(path)).toEqual({ ...FIRST, 'prod/us/faas/b.yaml': 'B\n' });
});

test('what is not rendered any more is removed, with the folders that it leaves empty', () => {
  const { path } = projectFolder({
    ...FIRST,
    'prod/us/old/c.yaml': 'c\n',
    'test/gone/system/kfaas-system.namespace.yaml': DECLARATION,
  });
  expect(render(path, FIRST)).toEqual({ written: 0, unchanged: 3, removed: 2 });
  expect(contents(path)).toEqual(FIRST);
  expect(readdirSync(path)).toEqual(['prod']);
  expect(readdirSync(join(path, 'prod/us'))).toEqual(['faas', 'system']);
});

test('a cluster that an earlier revision rendered, with a list of its files, is removed too', () => {
  const { path } = projectFolder({
    ...FIRST,
    'test/gone/kustomization.yaml': `${MARK} from here\nresources: [faas/a.yaml]\n`,
    'test/gone/faas/a.yaml': 'a\n',
  });
  expect(render(path, FIRST)).toEqual({ written: 0, unchanged: 3, removed: 2 });
  expect(contents(path)).toEqual(FIRST);
});

test('files that KFaas did not render stay, whatever folder is named', () => {
  const foreign = {
    'package.json': '{}',
    'test/golden/a.yaml': 'a\n',
    'prod/notes/kustomization.yaml': 'resources: []\n',
  };
  const { path } = projectFolder(foreign);
  render(path, FIRST);
  expect(contents(path)).toEqual({ ...foreign, ...FIRST });
});

test('nothing changes before the commit, and nothing after a discard', () => {
  const { path } = projectFolder(FIRST);
  const tree = openOutputTree(path, MARK);
  tree.write('prod/us/faas/a.yaml', 'changed\n');
  expect(readFileSync(join(path, 'prod/us/faas/a.yaml'), 'utf8')).toBe('a\n');
  tree.discard();
  expect(contents(path)).toEqual(FIRST);
});

test('a file where a folder belongs, and a folder where a file belongs, give way', () => {
  const { path } = projectFolder({
    ...FIRST,
    'prod/us/more': 'a file\n',
    'prod/us/faas/c.yaml/d.yaml': 'deep\n',
  });
  const wanted = { ...FIRST, 'prod/us/more/x.yaml': 'x\n', 'prod/us/faas/c.yaml': 'c\n' };
  render(path, wanted);
  expect(contents(path)).toEqual(wanted);
});

test('a link in the output is replaced, and what it leads to stays', () => {
  const { path, add } = projectFolder(FIRST);
  const outside = projectFolder({ 'precious.yaml': 'precious\n' });
  symlinkSync(outside.path, join(path, 'prod/us/linked'));
  add({});
  expect(render(path, FIRST).removed).toBe(1);
  expect(existsSync(join(path, 'prod/us/linked'))).toBe(false);
  expect(contents(outside.path)).toEqual({ 'precious.yaml': 'precious\n' });
});

test('a file of others does not give way to a folder', () => {
  const { path } = projectFolder({ ...FIRST, notes: 'by hand' });
  const tree = openOutputTree(path, MARK);
  expect(() => tree.write('notes/us/faas/a.yaml', 'below a file\n')).toThrow('ENOTDIR');
  tree.discard();
  expect(contents(path)).toEqual({ ...FIRST, notes: 'by hand' });
});

test('the staging folder of a killed run is removed by the next', () => {
  const { path } = projectFolder({
    ...FIRST,
    '.kfaas-staging/new/prod/us/faas/a.yaml': 'half',
    '.kfaas-staging/owner': '999999999 1',
  });
  render(path, FIRST);
  expect(contents(path)).toEqual(FIRST);
});

test('a process number that was given out again does not keep a killed run alive', () => {
  const { path } = projectFolder({
    '.kfaas-staging/new/prod/us/stale.yaml': 'x',
    '.kfaas-staging/owner': `${process.pid} 1`,
  });
  render(join(path, 'out'), FIRST);
  const wanted = Object.keys(FIRST).map((name) => `out/${name}`);
  expect(Object.keys(contents(path)).sort()).toEqual(wanted.sort());
});

test.each(['', '0', '-1 5', 'process', '1e3 0', '\0\0\0\0', '123'])(
  'an owner of %j is no process, and locks nothing',
  (text) => {
    for (const file of ['owner', 'owner/run']) {
      const { path } = projectFolder({ ...FIRST, [`.kfaas-staging/${file}`]: text });
      render(path, FIRST);
      expect(contents(path)).toEqual(FIRST);
    }
  },
);

test.each(['owner', 'owner/something'])(
  'an owner that is a folder without a name in it locks nothing',
  (folder) => {
    const { path } = projectFolder(FIRST);
    mkdirSync(join(path, '.kfaas-staging', folder), { recursive: true });
    render(path, FIRST);
    expect(contents(path)).toEqual(FIRST);
  },
);

test('a run of another machine or container counts as going on for ten minutes', () => {
  const owner = '.kfaas-staging/owner/run';
  const { path } = projectFolder({ ...FIRST, [owner]: '1 1 elsewhere id' });
  const message = 'another run (process 1 of another machine or container) is writing there';
  expect(() => openOutputTree(path, MARK)).toThrow(message);
  const earlier = new Date(Date.now() - 11 * 60_000);
  utimesSync(join(path, owner), earlier, earlier);
  render(path, FIRST);
  expect(contents(path)).toEqual(FIRST);
});

test('a second run at the same time is refused', () => {
  const { path } = projectFolder(FIRST);
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const proc = `/proc/${other.pid}/stat`;
  const stat = existsSync(proc) ? readFileSync(proc, 'utf8').split(') ').at(-1)?.split(' ') : undefined;
  mkdirSync(join(path, '.kfaas-staging'));
  writeFileSync(join(path, '.kfaas-staging/owner'), `${other.pid} ${stat?.[19] ?? ''}`);
  expect(() => openOutputTree(path, MARK)).toThrow(`another run (process ${other.pid}) is writing there`);
  other.kill();
});

test.each(['prod', 'prod/us', 'prod/us/faas'])(
  'a link in place of the folder %s is refused, and what it leads to stays',
  (folder) => {
    const { path } = projectFolder(FIRST);
    const outside = projectFolder({ 'keep.txt': 'precious' });
    rmSync(join(path, folder), { recursive: true });
    symlinkSync(outside.path, join(path, folder));
    const tree = openOutputTree(path, MARK);
    expect(() => {
      for (const [name, text] of Object.entries(FIRST)) tree.write(name, text);
    }).toThrow(`${join(path, folder)} is a symbolic link`);
    tree.discard();
    expect(contents(outside.path)).toEqual({ 'keep.txt': 'precious' });
  },
);

test('a file is told by what it was when it was written, or read', () => {
  const { path } = projectFolder(FIRST);
  waitForClock();
  const tree = openOutputTree(path, MARK);
  tree.write('prod/us/system/kfaas-system.namespace.yaml', DECLARATION);
  tree.write('prod/us/faas/a.yaml', 'a\n');
  tree.write('prod/us/faas/b.yaml', 'B\n');
  tree.commit();
  const file = join(path, 'prod/us/faas/b.yaml');
  expect(tree.statusOf('prod/us/faas/b.yaml')).toBe(fileStatus(file));
  expect(tree.statusOf('prod/us/faas/a.yaml')).toBe(fileStatus(join(path, 'prod/us/faas/a.yaml')));
  writeFileSync(file, 'by hand\n');
  writeFileSync(join(path, 'prod/us/faas/a.yaml'), 'by hand\n');
  expect(tree.statusOf('prod/us/faas/b.yaml')).toBeUndefined();
  expect(tree.statusOf('prod/us/faas/a.yaml')).not.toBe(fileStatus(join(path, 'prod/us/faas/a.yaml')));
});

test('thousands of files are written by a thread, and told by what they are', () => {
  const { path } = projectFolder();
  const out = join(path, 'out');
  const files = Object.fromEntries(
    Array.from({ length: 1500 }, (_, index) => [`prod/us/faas/f${index}.yaml`, `text ${index}\n`]),
  );
  const tree = openOutputTree(out, MARK);
  for (const [name, text] of Object.entries(files)) tree.write(name, text);
  expect(tree.commit()).toEqual({ written: 1500, unchanged: 0, removed: 0 });
  expect(contents(out)).toEqual(Object.fromEntries(Object.entries(files).sort()));
  for (const name of ['prod/us/faas/f0.yaml', 'prod/us/faas/f1499.yaml']) {
    expect([name, tree.statusOf(name)]).toEqual([name, fileStatus(join(out, name))]);
    expect(tree.statusOf(name)).toBeDefined();
  }
});

test('an error of the thread is one of the run, and nothing is put into place', () => {
  const { path } = projectFolder();
  const tree = openOutputTree(join(path, 'out'), MARK);
  for (let index = 0; index < 1000; index += 1) tree.write(`prod/us/faas/f${index}.yaml`, 'x');
  tree.write(`prod/us/faas/${'long'.repeat(100)}.yaml`, 'x');
  for (let index = 1000; index < 1500; index += 1) tree.write(`prod/us/faas/f${index}.yaml`, 'x');
  expect(() => tree.commit()).toThrow('ENAMETOOLONG');
  tree.discard();
  expect(readdirSync(path)).toEqual([]);
});
