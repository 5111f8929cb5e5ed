import { objectChange, risksIn } from './inputs';

const INGRESS = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  namespace: 'kfaas-system',
  name: 'open.example.com',
};

function ingress(...paths: readonly string[]) {
  return {
    ...INGRESS,
    spec: {
      rules: [
        {
          host: 'open.example.com',
          http: {
            paths: paths.map((text) => {
              const [path, pathType] = text.split(' ').reverse();
              return { path, pathType };
            }),
          },
        },
      ],
    },
  };
}

function told(before: object | undefined, after: object | undefined): string[] {
  return risksIn([], { objects: [objectChange(before, after, INGRESS)] })
    .filter(({ code }) => code === 'KF820')
    .map(({ severity, message }) => `${severity} ${message}`);
}

test('a path more is a warning, a path less an error', () => {
  const [one, other] = [ingress('Prefix /a/', 'Exact /b'), ingress('Prefix /a/', 'Exact /c')];
  expect(told(one, other)).toEqual([
    'error open.example.com no longer exposes Exact /b in prod-cn',
    'warning open.example.com exposes more than before: Exact /c in prod-cn',
  ]);
  expect(told(one, one)).toEqual([]);
});

test.each([
  ['a path within one that was there', ['Prefix /a/'], ['Prefix /a/', 'Prefix /a/b/', 'Exact /a/c'], []],
  ['paths instead of all', ['Prefix /a/'], ['Prefix /a/b/'], ['error']],
  ['all instead of paths', ['Prefix /a/b/', 'Exact /a/c'], ['Prefix /a/'], ['warning']],
  ['a prefix for an exact path', ['Exact /a/b'], ['Prefix /a/b'], ['warning']],
  ['an exact path for a prefix', ['Prefix /a/b'], ['Exact /a/b'], ['error']],
  ['a part of a segment', ['Prefix /a/b'], ['Prefix /a/bc'], ['error', 'warning']],
  ['types for paths that were texts', ['/a/'], ['Prefix /a/'], []],
  ['an exact path that was a text', ['/a/b'], ['Exact /a/b'], ['error']],
  ['a text that was an exact path', ['Exact /a/b'], ['/a/b'], ['warning']],
])('%s', (_, before, after, severities) => {
  expect(told(ingress(...before), ingress(...after)).map((text) => text.split(' ')[0])).toEqual(severities);
});

test('a host that comes or goes is told by KF804 alone', () => {
  expect(told(undefined, ingress('Prefix /a/'))).toEqual([]);
  expect(told(ingress('Prefix /a/'), undefined)).toEqual([]);
});
