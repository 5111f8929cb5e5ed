import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dump } from 'js-yaml';
import { projectFolder } from '../fixtures/project-folder';
import { legacy, named, ruleTo } from '../takeover/legacy';
import { kfaas, kfaasProcess } from './kfaas-command';

const TEA = dump(legacy(named('saas-tea'), [ruleTo('saas-tea', { uri: { prefix: '/faas/api/saas/tea/' } })]));
const PORT = dump(
  legacy(named('saas-cup'), [ruleTo('saas-cup', { uri: { prefix: '/faas/api/saas/cup/' }, port: 80 })]),
);

const folder = (files: Readonly<Record<string, string>>) => projectFolder({ 'a.yaml': TEA, ...files }).path;
const run = (path: string, ...args: readonly string[]) => kfaas(path, 'import', ...args);

describe('kfaas import', () => {
  test('writes files, and a second run writes none', async () => {
    const path = folder({});
    const first = await run(path, 'test-cn=a.yaml');
    expect(first).toMatchObject({ err: '', exit: 0 });
    expect(first.out).toContain('the same requests, same outcome: proved');
    expect(first.out).toContain('new      functions/saas/tea.yaml\n');
    const text = readFileSync(join(path, 'functions/saas/tea.yaml'), 'utf8');
    const again = await run(path, 'test-cn=a.yaml');
    expect(again).toMatchObject({ err: '', exit: 0 });
    expect(again.out).not.toContain('new ');
    expect(readFileSync(join(path, 'functions/saas/tea.yaml'), 'utf8')).toBe(text);
  });

  test('the cluster is told by the folder of a file, and by the function namespace', async () => {
    expect((await run(folder({}), 'a.yaml')).exit).toBe(0);
    const path = folder({});
    mkdirSync(join(path, 'dumps/test/test-cn'), { recursive: true });
    symlinkSync(resolve(path, 'a.yaml'), join(path, 'dumps/test/test-cn/a.yaml'));
    expect((await run(path, 'dumps')).exit).toBe(0);
    const prod = TEA.replaceAll('faas-alpha', 'faas-prod');
    const unclear = await run(folder({ 'a.yaml': prod }), 'a.yaml');
    expect(unclear).toMatchObject({ exit: 2, out: '' });
    expect(unclear.err).toContain('of which cluster is a.yaml? Write <cluster>=a.yaml');
  });

  test('with an error nothing is written; with --partial, the others are', async () => {
    const path = folder({ 'b.yaml': PORT });
    const stopped = await run(path, 'test-cn=a.yaml', 'test-cn=b.yaml');
    expect(stopped.exit).toBe(1);
    expect(stopped.out).toContain('error KF910');
    expect(stopped.out).toContain('Nothing was written');
    expect(existsSync(join(path, 'functions'))).toBe(false);
    const partial = await run(path, 'test-cn=a.yaml', 'test-cn=b.yaml', '--partial', '-o', 'json');
    expect(partial.exit).toBe(1);
    const { version, functions, refused, files } = JSON.parse(partial.out) as Record<string, unknown>;
    expect({ version, functions: (functions as readonly unknown[]).length, refused, files }).toEqual({
      version: 1,
      functions: 1,
      refused: [{ cluster: 'test-cn', name: `kfaas-system/${named('saas-cup')}` }],
      files: ['functions/saas/tea.yaml', 'functions/saas/team.yaml'],
    });
  });

  test('broken YAML is told with its place, and stops the rest', async () => {
    const { exit, out } = await run(
      folder({ 'b.yaml': `${TEA}\n---\nkind: VirtualService\n  a: [` }),
      'test-cn=a.yaml',
      'test-cn=b.yaml',
    );
    expect(exit).toBe(1);
    expect(out).toMatch(/b\.yaml:\d+:\d+ error KF102/);
    expect(out).toContain('Nothing was written');
  });

  test('a catalog that cannot be written is told, and no bug', () => {
    const path = folder({ 'functions/saas': 'a file' });
    const { exit, err } = kfaasProcess(path, ['import', 'test-cn=a.yaml']);
    expect(exit).toBe(2);
    expect(err).toContain('the catalog cannot be written');
    expect(err).not.toContain('internal error');
  });

  test('--progress writes nothing', async () => {
    const path = folder({ 'b.yaml': PORT });
    const { exit, out } = await run(path, 'test-cn=a.yaml', 'test-cn=b.yaml', '--progress');
    expect(exit).toBe(0);
    expect(out).toContain(
      '0 of 2 VirtualServices are in the catalog; 1 can be imported, 1 cannot, 0 answer nothing',
    );
    expect(existsSync(join(path, 'functions'))).toBe(false);
  });

  test('--team-of says whose Knative Services are', async () => {
    const path = folder({ 'teams.yaml': 'saas-*: shop\n' });
    expect((await run(path, 'test-cn=a.yaml', '--team-of', 'teams.yaml')).out).toContain(
      'functions/shop/saas-tea.yaml',
    );
  });

  test.each([
    ['no source', [], 'name a source'],
    ['a file that is not there', ['test-cn=none.yaml'], 'none.yaml does not exist'],
    [
      'a host without a namespace',
      ['test-cn=a.yaml', '--host', 'h.example'],
      'write it as <host>=<function namespace>',
    ],
    [
      'a mapping that is none',
      ['test-cn=a.yaml', '--team-of', 'a.yaml'],
      'write a team for each Knative Service',
    ],
    ['a mapping that is not there', ['test-cn=a.yaml', '--team-of', 'none'], 'none cannot be read'],
    ['a cluster without --live', ['test-cn=a.yaml', '--cluster', 'test-cn'], '--cluster requires --live'],
  ])('%s is a usage error', async (_, args, problem) => {
    const { exit, err, out } = await run(folder({}), ...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(problem);
  });
});
