import { join } from 'node:path';
import { check } from '../../main';
import { environmentOf, STACKS } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

type Stack = keyof typeof STACKS;

/** Checks one function on some clusters; gives what is reported of it, warnings about the clusters aside. */
function told(body: string, stacks: readonly Stack[], name = 'fn') {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    [`functions/team/${name}.yaml`]: `runtime: nodejs\n${body}`,
  });
  const functions = join(path, 'functions');
  const { findings, tables } = check({
    environments: [environmentOf(...stacks)],
    functions,
    environmentSource: () => undefined,
  });
  const ofFunction = findings.filter(({ severity }) => severity === 'error');
  return {
    tables: tables.length,
    findings: ofFunction.map(({ code, message, help, places }) => ({
      code,
      message,
      help,
      places: places.map(({ file, line, column }) => `${file.slice(functions.length + 1)}:${line}:${column}`),
    })),
  };
}

const ROUTE = 'routes:\n  - match: { prefix: /faas/api/team/ }\n';

test('a match of query parameters needs Istio 1.3', () => {
  const body = 'routes:\n  - match: { prefix: /faas/api/team/, query: { lang: { exact: zh } } }\n';
  expect(told(body, ['istio-1.2', 'istio-1.4', 'istio-1.28'])).toMatchInlineSnapshot(`
   {
     "findings": [
       {
         "code": "KF701",
         "help": "Istio 1.3 has it: upgrade, or do without it there by an overlay",
         "message": "team/fn asks for a match of query parameters; on istio-1-2 (Istio 1.2.5) it is silently ignored, and the route matches requests with any query",
         "places": [
           "team/fn.yaml:3:46",
         ],
       },
     ],
     "tables": 0,
   }
  `);
  expect(told(body, ['istio-1.4', 'istio-1.28']).findings).toEqual([]);
});

test('the prefix of a query parameter needs Istio 1.18', () => {
  const body = 'routes:\n  - match: { prefix: /faas/api/team/, query: { lang: { prefix: z } } }\n';
  expect(told(body, ['istio-1.17', 'istio-1.28'])).toMatchInlineSnapshot(`
   {
     "findings": [
       {
         "code": "KF701",
         "help": "Istio 1.18 has it: upgrade, or do without it there by an overlay",
         "message": "team/fn asks for the prefix of a query parameter; on istio-1-17 (Istio 1.17.8) any value of the parameter matches",
         "places": [
           "team/fn.yaml:3:64",
         ],
       },
     ],
     "tables": 0,
   }
  `);
});

test('several backends by weight need Istio 1.1, and not 1.10.0', () => {
  const body = `${ROUTE}backends:\n  - { service: a, weight: 90 }\n  - { service: b, weight: 10 }\ndeployedElsewhere: [a, b]\n`;
  expect(told(body, ['istio-1.0', 'istio-1.1', 'istio-1.10'])).toMatchInlineSnapshot(`
   {
     "findings": [
       {
         "code": "KF701",
         "help": "Istio 1.1, but for 1.10.0 has it: upgrade, or do without it there by an overlay",
         "message": "team/fn asks for several backends by weight; on istio-1-0 (Istio 1.0.6), istio-1-10 (Istio 1.10.0) several destinations cannot have a host each",
         "places": [
           "team/fn.yaml:5:3",
         ],
       },
     ],
     "tables": 0,
   }
  `);
});

test('a backend of weight 0 is none', () => {
  const body = `${ROUTE}backends:\n  - { service: a, weight: 100 }\n  - { service: b, weight: 0 }\ndeployedElsewhere: [a, b]\n`;
  expect(told(body, ['istio-1.0']).findings).toEqual([]);
});

test('retries: their conditions need Istio 1.1, none at all Istio 1.2', () => {
  const conditions = `${ROUTE}    retries: { attempts: 1, retryOn: [5xx] }\n`;
  const none = `${ROUTE}    retries: { attempts: 0 }\n`;
  expect(told(conditions, ['istio-1.0', 'istio-1.1']).findings).toMatchInlineSnapshot(`
   [
     {
       "code": "KF701",
       "help": "Istio 1.1 has it: upgrade, or do without it there by an overlay",
       "message": "team/fn asks for retryOn; on istio-1-0 (Istio 1.0.6) it is silently ignored",
       "places": [
         "team/fn.yaml:4:38",
       ],
     },
   ]
  `);
  // Istio 1.0 does not retry by itself.
  expect(told(none, ['istio-1.0', 'istio-1.1', 'istio-1.2']).findings).toMatchInlineSnapshot(`
   [
     {
       "code": "KF701",
       "help": "Istio 1.2 has it: upgrade, or do without it there by an overlay",
       "message": "team/fn asks for retries of 0 attempts; on istio-1-1 (Istio 1.1.7) they are refused, and a route that says nothing is retried",
       "places": [
         "team/fn.yaml:4:26",
       ],
     },
   ]
  `);
});

test('a delay for a fraction of a percent needs Istio 1.1', () => {
  const delay = (percent: number) => `${ROUTE}    delay: { percent: ${percent}, duration: 1s }\n`;
  expect(told(delay(0.5), ['istio-1.0', 'istio-1.1']).findings).toMatchInlineSnapshot(`
   [
     {
       "code": "KF701",
       "help": "Istio 1.1 has it: upgrade, or do without it there by an overlay",
       "message": "team/fn asks for a delay for a fraction of a percent; on istio-1-0 (Istio 1.0.6) delays take whole percents only",
       "places": [
         "team/fn.yaml:4:23",
       ],
     },
   ]
  `);
  expect(told(delay(5), ['istio-1.0']).findings).toEqual([]);
});

test('a regex beyond the common subset needs Istio 1.4, in a path, a header or a query', () => {
  const body = `routes:
  - match:
      regex: '/faas/api/team/\\pL+'
      headers: { x-a: { regex: '(?i)b' } }
  - match: { regex: '/faas/api/team/[0-9]{1,3}' }
`;
  expect(told(body, ['istio-1.2', 'istio-1.4'])).toMatchInlineSnapshot(`
   {
     "findings": [
       {
         "code": "KF403",
         "help": "Envoy would reject the whole route table with it; write an RE2 expression",
         "message": "the regex "/faas/api/team/\\\\pL+" compiles to about 2070 instructions, Envoy takes 1024",
         "places": [
           "team/fn.yaml:4:14",
         ],
       },
       {
         "code": "KF702",
         "help": "Istio 1.4 has it: upgrade, or do without it there by an overlay",
         "message": "team/fn asks for a regex beyond what std::regex and RE2 read alike; on istio-1-2 (Istio 1.2.5) std::regex is used, and how it reads this is unknown",
         "places": [
           "team/fn.yaml:4:14",
         ],
       },
       {
         "code": "KF702",
         "help": "Istio 1.4 has it: upgrade, or do without it there by an overlay",
         "message": "team/fn asks for a regex beyond what std::regex and RE2 read alike; on istio-1-2 (Istio 1.2.5) std::regex is used, and how it reads this is unknown",
         "places": [
           "team/fn.yaml:5:32",
         ],
       },
     ],
     "tables": 0,
   }
  `);
});

test('long names are too long for Knative 0.9 on Istio 1.4, and for no other pair', () => {
  const long = 'a-name-of-thirty-nine-characters-or-so';
  expect(told('', ['istio-1.4', 'istio-1.2', 'istio-1.5'], long)).toMatchInlineSnapshot(`
   {
     "findings": [],
     "tables": 6,
   }
  `);
  expect(told('', ['istio-1.4'], 'short').findings).toEqual([]);
});

test('a function that is refused takes no part in the tables of the others', () => {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/a.yaml':
      'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/team/, query: { lang: { exact: zh } } }\n',
    'functions/team/b.yaml': 'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/team/ }\n',
  });
  const { findings } = check({
    environments: [environmentOf('istio-1.2')],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
  });
  expect(findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['KF701']);
});

test('an overlay fixes it for the old cluster', () => {
  const body = `routes:
  - match: { prefix: /faas/api/team/, query: { lang: { exact: zh } } }
overlays:
  istio-1-2: { routes: [{ match: { prefix: /faas/api/team/ } }] }
`;
  expect(told(body, ['istio-1.2', 'istio-1.28'])).toEqual({ tables: 4, findings: [] });
});
