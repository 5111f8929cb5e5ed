import { projectFolder } from '../fixtures/project-folder';
import type { PlatformVersions } from '../../platform';
import { isSince, isWithin } from './release';
import { onStack, renderStack } from './rendered-stack';
import { stackProblems } from './stack-check';
import { MATRIX } from './stacks';

/** A function that asks for one thing, and the stacks that have it. */
interface Ask {
  readonly yaml: string;
  readonly code?: string;
  readonly isThere: (versions: PlatformVersions) => boolean;
}

const match = (text: string, more = '') => `runtime: nodejs\nroutes:\n  - match: { ${text} }\n${more}`;
const route = (text: string) => match('prefix: /faas/api/lab/NAME/', `    ${text}\n`);
const since = (release: string) => (versions: PlatformVersions) => isSince(versions.istio, release);

/** From istio.md, sections 2 and 4 to 6, and knative.md, sections 3 and 7. */
const ASKS: Readonly<Record<string, Ask>> = {
  plain: { yaml: route('timeout: 1s'), isThere: () => true },
  retries: { yaml: route('retries: { attempts: 2, perTryTimeout: 1s }'), isThere: () => true },
  'retry-on': { yaml: route("retries: { attempts: 2, retryOn: [reset, '503'] }"), isThere: since('1.1') },
  // Istio 1.0 does not retry by itself; 1.1 does, and refuses to be told not to.
  'no-retries': {
    yaml: route('retries: { attempts: 0 }'),
    isThere: ({ istio }) => !isWithin(istio, '1.1-1.2'),
  },
  'whole-delay': { yaml: route('delay: { percent: 10, duration: 1s }'), isThere: () => true },
  'some-delay': { yaml: route('delay: { percent: 0.1, duration: 1s }'), isThere: since('1.1') },
  'dotted-header': {
    yaml: match('prefix: /faas/api/lab/NAME/, headers: { x.tenant: { exact: b } }'),
    isThere: ({ istio }) => !isWithin(istio, '1.23.0-1.24.4'),
  },
  query: { yaml: match('prefix: /faas/api/lab/NAME/, query: { a: { exact: b } }'), isThere: since('1.3') },
  'query-regex': {
    yaml: match("prefix: /faas/api/lab/NAME/, query: { a: { regex: '[0-9]+' } }"),
    isThere: since('1.3'),
  },
  'query-prefix': {
    yaml: match('prefix: /faas/api/lab/NAME/, query: { a: { prefix: b } }'),
    isThere: since('1.18'),
  },
  regex: { yaml: match("regex: '/faas/api/lab/NAME/(a|b)[0-9]{1,3}\\.html'"), isThere: () => true },
  'class-regex': {
    yaml: match("regex: '/faas/api/lab/NAME/[[:alpha:]]+'"),
    code: 'KF702',
    isThere: since('1.4'),
  },
  'header-regex': {
    yaml: match("prefix: /faas/api/lab/NAME/, headers: { x-a: { regex: '(?i)abc' } }"),
    code: 'KF702',
    isThere: since('1.4'),
  },
  canary: {
    yaml: 'runtime: nodejs\nbackends: [{ service: lab-a, weight: 90 }, { service: lab-b, weight: 10 }]\ndeployedElsewhere: [lab-a, lab-b]\n',
    isThere: ({ istio }) => isSince(istio, '1.1') && istio !== '1.10.0',
  },
  // One of two that gets everything needs no Host of its own.
  switched: {
    yaml: 'runtime: nodejs\nbackends: [{ service: lab-a, weight: 0 }, { service: lab-b, weight: 100 }]\ndeployedElsewhere: [lab-a, lab-b]\n',
    isThere: () => true,
  },
  // Knative 0.9 and older match hosts by a regex, which Istio 1.4 and newer cut at 100 bytes.
  ['n'.repeat(55)]: {
    yaml: 'runtime: nodejs\n',
    code: 'KF703',
    isThere: ({ istio, knative }) => isSince(knative, '0.10') || !isSince(istio, '1.4'),
  },
};

/** Pairs that nobody tested, and that are taken all the same. */
const ODD_PAIRS: readonly PlatformVersions[] = [
  { kubernetes: '1.14', istio: '1.4.6', knative: '0.9', certManager: '0.10' },
  { kubernetes: '1.14', istio: '1.5.4', knative: '0.8', certManager: '0.10' },
];

const { path } = projectFolder({
  'lab/team.yaml': 'contact: lab@example.com\nprefixes: [/faas/api/lab/]\n',
  ...Object.fromEntries(
    Object.entries(ASKS).map(([name, { yaml }]) => [`lab/${name}.yaml`, yaml.replaceAll('NAME', name)]),
  ),
});

const STACKS = [...MATRIX, ...ODD_PAIRS].map((versions) => ({
  name: Object.values(versions).join(', '),
  versions,
}));

test.each(STACKS)('on $name whoever asks for more than there is, is refused', ({ versions }) => {
  const { findings, files } = renderStack(onStack(versions), path);
  const lacking = Object.entries(ASKS).filter(([, { isThere }]) => !isThere(versions));

  const refused = findings.filter(({ severity }) => severity === 'error');
  const said = refused.map(({ code, message }) => `${code} ${message.split(' ')[0] ?? ''}`);
  expect(said.sort()).toEqual(lacking.map(([name, { code = 'KF701' }]) => `${code} lab/${name}`).sort());

  const rendered = [...files.keys()].filter((file) => file.startsWith('prod/prod-us/faas-prod/'));
  expect(rendered).toHaveLength(Object.keys(ASKS).length - lacking.length);
  expect(stackProblems({ findings, files }, versions)).toEqual({});
});
