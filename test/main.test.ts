import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { synth, type Program } from '../main';
import { openRunRecord, type RunRecord } from '../manifests';
import { GOLDEN_ENVIRONMENT } from './golden/environment';
import { copyProgram } from './fixtures/company';
import { projectFolder } from './fixtures/project-folder';

function program(change: Partial<Program> = {}): Program {
  return {
    environments: [GOLDEN_ENVIRONMENT],
    functions: join(__dirname, 'golden/functions'),
    output: join(projectFolder().path, 'out'),
    environmentSource: () => undefined,
    ...change,
  };
}

function textsBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

test('a mistake in an environment keeps everything from being written', () => {
  const asked = program({ environments: [{ ...GOLDEN_ENVIRONMENT, siteGateway: {} }] });
  const { findings, change } = synth(asked);
  expect(findings.map(({ code }) => code)).toEqual(['KF501', 'KF510']);
  expect([change, existsSync(asked.output)]).toEqual([undefined, false]);
});

test('mistakes of environments and of the catalog are told together', () => {
  const { path } = projectFolder({ 'a/b.yaml': 'runtime: nodejs\n' });
  const environments = [{ ...GOLDEN_ENVIRONMENT, siteGateway: {} }];
  const { findings } = synth(program({ environments, functions: path }));
  expect(findings.map(({ code }) => code).sort()).toEqual(['KF109', 'KF501', 'KF510']);
});

test('an output that cannot be put into place leaves no staging folder, and no record', () => {
  const { path } = projectFolder({ 'out/test/modern/system/kfaas-system.namespace.yaml/keep': 'x' });
  const saved: unknown[] = [];
  const record: RunRecord = {
    known: () => undefined,
    noted: () => undefined,
    untouched: () => undefined,
    save: (rendered) => void saved.push(rendered),
  };
  // A file is to be written where a folder exists that was not rendered.
  const output = join(path, 'out');
  symlinkSync(path, join(output, 'test/historic'));
  const { findings, change } = synth(program({ output, record }));
  expect(findings.map(({ code }) => code)).toEqual(['KF704', 'KF510', 'KF901']);
  expect([change, saved, readdirSync(output)]).toEqual([undefined, [], ['test']]);
});

test('solver pods get a way in only where certificates are issued', () => {
  const named = (environment: typeof GOLDEN_ENVIRONMENT) => {
    const asked = program({ environments: [environment] });
    expect(synth(asked).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    return readdirSync(join(asked.output, 'test/modern/system')).filter((name) => name.startsWith('acme'));
  };
  expect(named(GOLDEN_ENVIRONMENT)).toEqual(['acme-http01-solver.networkpolicy.yaml']);
  const domains = GOLDEN_ENVIRONMENT.domains.filter(({ tls }) => 'existingSecret' in tls);
  expect(named({ ...GOLDEN_ENVIRONMENT, domains })).toEqual([]);
});

test('a defect of the program is thrown, and leaves no staging folder', () => {
  const { path } = projectFolder({ 'out/keep': 'x' });
  const record: RunRecord = {
    known: () => undefined,
    noted: () => undefined,
    untouched: () => {
      throw new Error('a defect');
    },
    save: () => undefined,
  };
  expect(() => synth(program({ output: join(path, 'out'), record }))).toThrow('a defect');
  expect(readdirSync(join(path, 'out'))).toEqual(['keep']);
});

test('a record whose data are of another shape decides nothing', () => {
  const expected = program();
  synth(expected);
  const odd = [
    7,
    {},
    { specs: [], clusters: [['modern', 0]] },
    { specs: [{}], clusters: [] },
    [{ routes: 1 }],
  ];
  for (const data of odd) {
    const record: RunRecord = {
      known: () => data,
      noted: () => data,
      untouched: () => undefined,
      save: () => undefined,
    };
    const asked = program({ record });
    expect(synth(asked).tables.length).toBeGreaterThan(0);
    expect(textsBelow(asked.output)).toEqual(textsBelow(expected.output));
  }
});

test('a record that was changed by hand decides nothing', () => {
  const { path } = projectFolder();
  const file = join(path, 'record.json');
  const output = join(path, 'out');
  const run = () => synth(program({ output, record: openRunRecord(file, output, 'this program') }));
  run();
  const texts = textsBelow(output);
  const record = readFileSync(file, 'utf8');
  expect(record).toContain('"timeout":"1m30s"');
  writeFileSync(file, record.replaceAll('"timeout":"1m30s"', '"timeout":"9m30s"'));
  rmSync(output, { recursive: true });
  run();
  expect(textsBelow(output)).toEqual(texts);
});

test('a change of the program or of an environment is rendered, whatever the record of earlier runs says', () => {
  const { path } = projectFolder();
  copyProgram(path, ['test', 'bench', 'docs']);
  const run = () =>
    spawnSync(process.execPath, ['cli/kfaas.js', 'synth'], { cwd: path, encoding: 'utf8' }).stdout;
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(path, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(path, file), text.replaceAll(from, to));
  };
  expect(run()).toMatch(/\d+ written, 0 unchanged/);
  expect(run()).toMatch(/ 0 written, /);
  edit('environments/prod.ts', "istio: '1.28.6'", "istio: '1.21.6'");
  expect(run()).toMatch(/ 132 written, /);
  edit('base/labels.ts', "'kfaas.io/function'", "'kfaas.io/fn'");
  expect(run()).toMatch(/ 2\d\d written, /);
  edit('platform/api-versions.ts', 'networking.istio.io/v1beta1', 'networking.istio.io/v9');
  expect(run()).toMatch(/ 128 written, /);
  edit('manifests/yaml-text.ts', 'const INDENT = 2', 'const INDENT = 4');
  expect(run()).toMatch(/ 4\d\d written, /);
});
