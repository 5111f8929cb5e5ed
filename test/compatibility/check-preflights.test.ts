import { join } from 'node:path';
import { check } from '../../main';
import type { GatewayKind } from '../../base';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

/** The warnings about a function that pages may call, behind an ingress gateway of a kind. */
function warnings(kind: GatewayKind): string[] {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/fn.yaml':
      "runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/team/fn/ }\n    corsPolicy: { allowOrigins: [{ exact: '*' }] }\n",
    'functions/team/other.yaml': 'runtime: nodejs\n',
  });
  const environment = environmentOf('istio-1.28');
  const { findings } = check({
    environments: [{ ...environment, ingressGateway: { ...environment.ingressGateway, kind } }],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
  });
  return findings
    .filter(({ code }) => code === 'KF447')
    .map(
      ({ severity, message, places: [place] }) => `${severity} ${place?.line}:${place?.column} ${message}`,
    );
}

test('pages cannot ask where Spring Cloud Gateway answers them by itself', () => {
  expect(warnings('spring-cloud-gateway')).toEqual([
    'warning 4:17 pages cannot ask team/fn before they call it on istio-1-28: Spring Cloud Gateway answers them with 403 by itself',
  ]);
  expect(warnings('zuul')).toEqual([]);
});
