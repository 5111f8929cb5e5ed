import { join } from 'node:path';
import type { Environment } from '../../inventory';
import { check } from '../../main';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

/** What is said of the times of a function, on two clusters. */
function told(body: string, timeouts?: Environment['timeouts']) {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/fn.yaml': `runtime: nodejs\n${body}`,
  });
  const functions = join(path, 'functions');
  const environment = environmentOf('istio-1.17', 'istio-1.28');
  const { findings } = check({
    environments: [timeouts === undefined ? environment : { ...environment, timeouts }],
    functions,
    environmentSource: () => '',
  });
  return findings
    .filter(({ code }) => code === 'KF705')
    .map(({ severity, message, places: [place] }) => {
      return `${place?.line}:${place?.column} ${severity} ${message}`;
    });
}

const route = (rest: string) => `routes:\n  - match: { prefix: /faas/api/team/fn/ }\n${rest}`;
const SERVICE = 'service: { image: a:1 }\n';
const BOTH = 'on istio-1-17, istio-1-28';

test('a timeout that the gateway cuts is an error at its line', () => {
  expect(told(route('    timeout: 30m\n'))).toEqual([
    `4:14 error team/fn lets a request take 1800s; functions have 300 s, and the gateway cuts after 305 s, ${BOTH}`,
  ]);
});

test.each([
  ['as long as there is', '    timeout: 5m\n', 0],
  ['a millisecond more', '    timeout: 300001ms\n', 1],
  ['no limit', '', 0],
  ['retries without a limit', '    retries: { attempts: 10 }\n', 0],
  ['tries that fit', '    retries: { attempts: 2, perTryTimeout: 100s }\n', 0],
  // The first try counts: 3 times 100 s would fit.
  ['tries that do not fit', '    retries: { attempts: 3, perTryTimeout: 100s }\n', 1],
  ['a delay before', '    timeout: 5m\n    delay: { percent: 1, duration: 1s }\n', 1],
])('%s', (_, rest, count) => {
  expect(told(route(rest))).toHaveLength(count);
});

test('an overlay is judged where it holds, and told at its line', () => {
  const overlay =
    'overlays:\n  istio-1-28:\n    routes: [{ match: { prefix: /faas/api/team/fn/ }, timeout: 400s }]\n';
  expect(told(overlay)).toEqual([
    '4:64 error team/fn lets a request take 400s; functions have 300 s, and the gateway cuts after 305 s, on istio-1-28',
  ]);
});

describe('where functions may take longer', () => {
  const timeouts = { request: 600 };

  test('a Knative Service that is rendered here gets the time', () => {
    expect(told(SERVICE + route('    timeout: 10m\n'), timeouts)).toEqual([]);
  });

  test('of one that is not, nothing is known', () => {
    expect(told(route('    timeout: 10m\n'), timeouts)).toEqual([
      `4:14 warning team/fn lets a try take 600s; Knative ends it after 300 s unless team-fn says timeoutSeconds, ${BOTH}`,
    ]);
    expect(told(route('    timeout: 5m\n'), timeouts)).toEqual([]);
  });

  test('tries that each are short enough are no concern of Knative', () => {
    const rest = '    timeout: 10m\n    retries: { attempts: 1, perTryTimeout: 5m }\n';
    expect(told(route(rest), timeouts)).toEqual([]);
  });

  test('a backend of weight 0 is not asked', () => {
    const backends =
      'backends: [{ service: team-fn, weight: 100 }, { service: team-fn-green, weight: 0 }]\ndeployedElsewhere: [team-fn-green]\n';
    expect(told(SERVICE + backends + route('    timeout: 10m\n'), timeouts)).toEqual([]);
    const green = backends.replace('100', '90').replace('weight: 0', 'weight: 10');
    expect(told(SERVICE + green + route('    timeout: 10m\n'), timeouts)[0]).toContain(
      'unless team-fn-green says timeoutSeconds',
    );
  });
});
