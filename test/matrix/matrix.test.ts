import type { Finding } from '../../findings';
import { COMPONENTS, KNOWN_RELEASES, releasesAfter, type PlatformVersions } from '../../platform';
import { changedLines } from '../golden/stacks/changed-lines';
import { explained } from '../golden/stacks/explanations';
import { refusedPods } from './pod-security-check';
import { isSince } from './release';
import { manifestsOf, onStack, renderStack } from './rendered-stack';
import { stackProblems } from './stack-check';
import { MATRIX } from './stacks';

const minorOf = (version: string) => version.split('.').slice(0, 2).join('.');

/** Every known minor release of a component. */
function minorsOf(component: keyof PlatformVersions): string[] {
  const [major = 0, minor = 0] = KNOWN_RELEASES[component].oldest.split('.').map(Number);
  return [`${major}.${minor}`, ...releasesAfter(component, { major, minor, patch: 0 })];
}

test.each(COMPONENTS)('the matrix has every minor of %s', (component) => {
  const rendered = new Set(MATRIX.map((versions) => minorOf(versions[component])));
  expect(rendered).toEqual(new Set(minorsOf(component)));
});

test('these are 26 minors of Kubernetes, 32 of Istio, 44 of Knative and 31 of cert-manager', () => {
  expect(COMPONENTS.map((component) => minorsOf(component).length)).toEqual([26, 32, 44, 31]);
});

interface Era {
  readonly holds: (istio: string) => boolean;
  /** Who is refused, for what, and where it is not everywhere. */
  readonly refused: readonly string[];
  /** How many of the 256 VirtualServices are left. */
  readonly rendered: number;
}

/** What the shipped catalog asks for that Istio lacks (istio.md, sections 2, 4 and 6). */
const ERAS: readonly Era[] = [
  {
    holds: (istio) => !isSince(istio, '1.1'),
    refused: [
      'KF701 data/forecast: several backends by weight (staging-cn)',
      'KF701 media/model-convert: a match of query parameters',
      'KF701 render/queue-length: retryOn',
      'KF701 saas/price-list: retryOn',
      'KF701 saas/quotation: several backends by weight',
      'KF701 search/models: a match of query parameters',
      'KF701 search/recommend: retryOn',
      'KF701 search/recommend: several backends by weight (test-cn staging-cn prod-cn prod-us prod-sg)',
      'KF701 trade/tax-rates: retryOn (prod-us)',
    ],
    rendered: 206,
  },
  {
    holds: (istio) => !isSince(istio, '1.3'),
    refused: [
      'KF701 media/model-convert: a match of query parameters',
      'KF701 search/models: a match of query parameters',
      'KF701 search/recommend: retries on reset',
    ],
    rendered: 232,
  },
  {
    holds: (istio) => !isSince(istio, '1.4.3'),
    refused: ['KF701 search/recommend: retries on reset'],
    rendered: 248,
  },
  {
    holds: (istio) => istio === '1.10.0',
    refused: [
      'KF701 data/forecast: several backends by weight (staging-cn)',
      'KF701 saas/quotation: several backends by weight',
      'KF701 search/recommend: several backends by weight (test-cn staging-cn prod-cn prod-us prod-sg)',
    ],
    rendered: 240,
  },
  { holds: () => true, refused: [], rendered: 256 },
];

const STACKS = MATRIX.map((versions) => ({
  name: Object.values(versions).join(', '),
  versions,
  stack: renderStack(onStack(versions)),
}));

describe.each(STACKS)('on Kubernetes, Istio, Knative and cert-manager $name', ({ versions, stack }) => {
  const era = ERAS.find(({ holds }) => holds(versions.istio));

  test('the catalog is refused where the tables say so, and nowhere else', () => {
    expect(refusalsOf(stack.findings)).toEqual(era?.refused);
  });

  test('warnings say what was not tested, and what these versions do', () => {
    const warnings = stack.findings.filter(({ severity }) => severity === 'warning').map(({ code }) => code);
    expect([...new Set(warnings)]).toEqual(warningsOf(versions));
  });

  test('every manifest has what these versions take, and nothing that they lack', () => {
    expect(stackProblems(stack, versions)).toEqual({});
    expect(refusedPods(stack, versions.knative)).toEqual([]);
    const routes = manifestsOf(stack).filter(({ kind }) => kind === 'VirtualService');
    expect(routes).toHaveLength(era?.rendered ?? 0);
  });
});

/** Each stack with the one after it. */
const PAIRS = STACKS.slice(1).map((newer, index) => {
  const older = STACKS[index] ?? newer;
  return { name: `${older.name} to ${newer.name}`, older, newer };
});

test.each(PAIRS)(
  'from $name each line that differs follows from something in the tables',
  ({ older, newer }) => {
    const [before, after] = [older.stack.files, newer.stack.files];
    // What is refused on one of the two has no file there, and is in no list; the refusals are reported above.
    const isOnBoth = (file: string) => before.has(file) && after.has(file);
    const lines = changedLines(before, after).filter(
      ({ file, kind, text }) => isOnBoth(file) && !(kind === 'Kustomization' && /^ +- faas-/.test(text)),
    );
    const unexplained = explained(lines, older.versions, newer.versions).filter(
      ({ because }) => because === 'nothing',
    );
    expect(unexplained).toEqual([]);
  },
);

/** What is refused, in short. */
function refusalsOf(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => {
      const [, id = '', what = '', rest = ''] = /^(\S+) asks for (.*?); on (.*)$/.exec(message) ?? [];
      const clusters = [...rest.matchAll(/([a-z]+-[a-z]+) \(/g)].map(([, cluster = '']) => cluster);
      return `${code} ${id}: ${what}${clusters.length === 6 ? '' : ` (${clusters.join(' ')})`}`;
    })
    .sort();
}

/**
 * Pairs that nobody tested; functions that Knative cannot confine before 1.9; and two behaviours: Istio 1.1 retries and
 * cannot be told not to, and up to Knative 0.8 the local gateway asks for a label.
 */
function warningsOf({ istio, knative }: PlatformVersions): string[] {
  const isUntested = ['1.23.6', '1.30.3', '1.31.0'].includes(istio);
  const retries = isSince(istio, '1.1') && !isSince(istio, '1.2');
  return [
    ...(isSince(knative, '1.9') ? [] : ['KF704']),
    ...(isUntested ? ['KF504'] : []),
    ...(retries || !isSince(knative, '0.9') ? ['KF505'] : []),
    'KF510',
    ...(isSince(knative, '0.11') ? [] : ['KF701']),
  ];
}
