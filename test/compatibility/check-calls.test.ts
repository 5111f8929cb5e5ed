import { join } from 'node:path';
import { check } from '../../main';
import type { JavaServices } from '../../inventory';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

/** What is said of a function's calls, where an environment declares Java services, and another one does or does not. */
function told(body: string, services: JavaServices | undefined, others?: JavaServices) {
  const { path } = projectFolder({
    'functions/t/team.yaml': 'contact: t\nprefixes: [/faas/api/t/]\n',
    'functions/t/fn.yaml': `runtime: nodejs\n${body}`,
  });
  const functions = join(path, 'functions');
  const test = environmentOf('istio-1.28', 'istio-1.17');
  const prod = { ...environmentOf('istio-1.10'), name: 'prod' };
  const withServices = (own: typeof test, declared: JavaServices | undefined) => ({
    ...own,
    javaPlatform: { ...own.javaPlatform, ...(declared === undefined ? {} : { services: declared }) },
  });
  const { findings } = check({
    environments: [withServices(test, services), withServices(prod, others)],
    functions,
    environmentSource: () => undefined,
  });
  return findings
    .filter(({ code }) => ['KF437', 'KF204', 'KF501'].includes(code))
    .map(({ code, severity, message, help, places: [place] }) => ({
      said: `${code} ${severity} ${message}`,
      help,
      at: `${place?.line}:${place?.column}`,
    }));
}

test('a call that is declared, and any call where none is', () => {
  expect(told('calls: [order-center]\n', { 'order-center': {} })).toEqual([]);
  expect(told('calls: [anything]\n', undefined)).toEqual([]);
  expect(told('', {})).toEqual([]);
});

test('a call that is not declared, at its line, once for all clusters', () => {
  expect(told('calls: [stock, ordercenter]\n', { 'order-center': {}, stock: {} })).toEqual([
    {
      said: 'KF437 error t/fn calls the Java service "ordercenter", which is not declared for istio-1-28, istio-1-17',
      help: 'did you mean order-center? declare it in javaPlatform.services of the environment: the egress gateway has no route for others',
      at: '2:16',
    },
  ]);
  const [both] = told('calls: [stock]\n', {}, {});
  expect(both?.said).toContain('is not declared for istio-1-28, istio-1-17, istio-1-10');
});

test('an overlay that calls what its environment does not declare', () => {
  const body = 'calls: [stock]\noverlays:\n  prod:\n    calls: [stock, tax]\n';
  expect(told(body, { stock: {} }, { stock: {} })).toEqual([
    expect.objectContaining({ said: expect.stringContaining('"tax"') as string, at: '5:20' }),
  ]);
  expect(told(body, { stock: {} }, { stock: {}, tax: {} })).toEqual([]);
});

test.each([
  ['calls: [a, b, a]\n', 'KF204 error the call of "a" is listed twice', '2:15'],
  [
    'calls: [a/b]\n',
    'KF437 error t/fn calls the Java service "a/b", which is not declared for istio-1-28, istio-1-17, istio-1-10',
    '2:9',
  ],
  ['calls: []\n', 'KF204 error "calls" is an empty list', '2:8'],
])('%j is refused', (body, said, at) => {
  expect(told(body, undefined).map((one) => [one.said, one.at])).toEqual([[said, at]]);
});

test.each([
  [{ 'a b': {} }, 'KF501 error "a b" is no name of a Java service'],
  [{ a: { path: 'a/' } }, 'KF501 error "a/" is no path of a Java service'],
  [{ a: { path: '/a' } }, 'KF501 error "/a" is no path of a Java service'],
  [{ a: { path: '/a/../b/' } }, 'KF501 error "/a/../b/" is no path of a Java service'],
  [{ a: { path: '/a{b}/' } }, 'KF501 error "/a{b}/" is no path of a Java service'],
  [{ a: {}, b: { path: '/a/' } }, 'KF501 error the Java services a and b have one path, /a/'],
] as const)('an environment that declares %j', (services, said) => {
  expect(told('', services).map((one) => one.said)).toEqual([said]);
});

describe('calls of another Java platform', () => {
  const acquired = (services?: JavaServices) => ({
    url: 'http://gateway.acquired.example',
    cidrs: ['10.96.0.0/16'],
    ports: [80],
    ...(services === undefined ? {} : { services }),
  });

  function saidOf(calls: string, javaPlatforms: Readonly<Record<string, ReturnType<typeof acquired>>>) {
    const { path } = projectFolder({
      'functions/t/team.yaml': 'contact: t\nprefixes: [/faas/api/t/]\n',
      'functions/t/fn.yaml': `runtime: nodejs\ncalls: [${calls}]\n`,
    });
    const { findings } = check({
      environments: [{ ...environmentOf('istio-1.28'), javaPlatforms }],
      functions: join(path, 'functions'),
      environmentSource: () => undefined,
    });
    return findings
      .filter(({ code }) => ['KF437', 'KF204'].includes(code))
      .map(({ code, message, help }) => `${code} ${message} | ${help}`);
  }

  test('that are declared, and any where the platform declares none', () => {
    expect(saidOf('acquired/billing', { acquired: acquired({ billing: {} }) })).toEqual([]);
    expect(saidOf('acquired/anything', { acquired: acquired() })).toEqual([]);
  });

  test('that are not, and platforms that there are not', () => {
    expect(saidOf('acquired/biling', { acquired: acquired({ billing: {} }) })).toEqual([
      'KF437 t/fn calls the Java service "acquired/biling", which is not declared for istio-1-28 | did you mean acquired/billing? declare it in javaPlatforms.acquired.services of the environment: the egress gateway has no route for others',
    ]);
    expect(saidOf('constructor/x', { acquired: acquired() })).toEqual([
      expect.stringContaining('declare it in javaPlatforms of the environment'),
    ]);
  });

  test('that are no names', () => {
    expect(saidOf('a/b/c, Acquired/x', { acquired: acquired() })).toEqual([
      expect.stringContaining('KF204 "calls[0]" is "a/b/c"'),
      expect.stringContaining('KF204 "calls[1]" is "Acquired/x"'),
    ]);
  });
});
