import { join } from 'node:path';
import { check } from '../../main';
import { environmentOf, STACKS } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

/** What is said of clusters that cannot confine functions. */
function told(body: string, stacks: readonly (keyof typeof STACKS)[]) {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/fn.yaml': `runtime: nodejs\n${body}`,
    'functions/team/other.yaml': 'runtime: nodejs\n',
  });
  const functions = join(path, 'functions');
  const { findings } = check({
    environments: [environmentOf(...stacks)],
    functions,
    environmentSource: () => '',
  });
  return findings
    .filter(({ code }) => code === 'KF704')
    .map(({ severity, message, places: [place] }) => {
      return `${place?.file.slice(functions.length + 1)}:${place?.line} ${severity} ${message}`;
    });
}

const SERVICE = 'service:\n  image: a:1\n';

test('clusters that lack the same are told once, at a function that they cannot confine', () => {
  const all =
    'capabilities, runAsNonRoot, automountServiceAccountToken, allowPrivilegeEscalation, seccompProfile';
  expect(told(SERVICE, ['istio-1.4', 'istio-1.5', 'istio-1.10', 'istio-1.28'])).toEqual([
    'team/fn.yaml:3 warning functions that KFaas renders run without allowPrivilegeEscalation, seccompProfile on istio-1-10 (Knative 0.26): Knative refuses or drops it there',
    `team/fn.yaml:3 warning functions that KFaas renders run without ${all} on istio-1-4 (Knative 0.9), istio-1-5 (Knative 0.15): Knative refuses or drops it there`,
  ]);
});

test('nothing is said where Knative takes all of it', () => {
  expect(told(SERVICE, ['istio-1.17', 'istio-1.28'])).toEqual([]);
});

test('nothing is said where no Knative Service is rendered', () => {
  expect(told('', ['istio-1.4'])).toEqual([]);
  expect(told(`overlays:\n  istio-1-28: { service: { image: a:1 } }\n`, ['istio-1.4', 'istio-1.28'])).toEqual(
    [],
  );
});
