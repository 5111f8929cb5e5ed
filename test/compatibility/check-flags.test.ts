import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_ASKS } from '../../compatibility/service-needs';
import { check } from '../../main';
import { KNATIVE_FLAGS } from '../../platform';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

/** The notes about a function that asks for nodes with GPUs, where some flags are enabled. */
function notes(knativeFeatures?: readonly string[]): string[] {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/fn.yaml':
      'runtime: python\nservice:\n  image: a:1\n  runtimeClassName: nvidia\n  tolerations: [{ operator: Exists }]\n',
  });
  const environment = environmentOf('istio-1.28');
  const clusters = environment.clusters.map((cluster) => ({
    ...cluster,
    overrides: { ...cluster.overrides, ...(knativeFeatures && { knativeFeatures }) },
  }));
  const { findings } = check({
    environments: [{ ...environment, clusters }],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
  });
  return findings
    .filter(({ code }) => code === 'KF706' || code === 'KF501')
    .map(({ severity, message, places: [place] }) => `${severity} ${place?.line}: ${message}`);
}

test('a field behind a flag is a note, until the cluster says that the flag is enabled', () => {
  const { tolerations, runtimeClassName } = KNATIVE_FLAGS;
  const note = (line: number, flag: string) =>
    `note ${line}: team/fn needs Knative's flag ${flag} on istio-1-28; without it Knative refuses the function`;
  expect(notes()).toEqual([note(4, runtimeClassName), note(5, tolerations)]);
  expect(notes([tolerations])).toEqual([note(4, runtimeClassName)]);
  expect(notes([tolerations, runtimeClassName])).toEqual([]);
});

test('docs/service.md says which Knative has what, and behind which flag', () => {
  const page = readFileSync('docs/service.md', 'utf8');
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const { field, what, since } of SERVICE_ASKS) {
    const [row] = rows.filter((cells) => cells[1] === what);
    expect([what, row?.[2]]).toEqual([what, since]);
    const flag = (KNATIVE_FLAGS as Partial<Record<string, string>>)[field];
    expect(row?.[3]).toMatch(flag === undefined ? /^$/ : new RegExp(`^\`${flag}\``));
  }
});
