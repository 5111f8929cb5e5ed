/** The kinds of matches in 100 routes: 1 (A) or 10 (B) regexes, 4 exact paths, and prefixes. */
export type Mix = 'A' | 'B';

/** The order of the VirtualServices: by name, as files are read, or shuffled. */
export type TableOrder = 'by name' | 'shuffled';

/** The function namespace of all tables. */
const NAMESPACE = 'faas-prod';

/** The number of teams. The routes of a team have a common prefix. */
const TEAMS = 100;

/** The host of all tables. */
export const HOST = `${NAMESPACE}-ksvc-gateway.kfaas-system.svc.cluster.local`;

/** Returns a table as JSON text, with one VirtualService for each route, as FunctionRoute renders it. */
export function tableText(mix: Mix, count: number, order: TableOrder = 'by name'): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  if (order === 'shuffled') shuffle(indexes);
  return `[${indexes.map((index) => JSON.stringify(virtualService(mix, index, count))).join()}]`;
}

/** Returns request paths, spread over the table; most match one route. */
export function requestPaths(count: number, requests: number): string[] {
  return Array.from({ length: requests }, (_, request) => {
    const index = (request * 7919) % count;
    const path = `/faas/api/${teamOf(index, count)}/fn-${index}`;
    return request % 4 === 0 ? `${path}/v1/items/x` : `${path}/index.html`;
  });
}

/** Returns the match of a route. */
export function uriOf(mix: Mix, index: number, count: number): Readonly<Record<string, string>> {
  const path = `/faas/api/${teamOf(index, count)}/fn-${index}`;
  const rank = index % 100;
  if (rank < (mix === 'A' ? 1 : 10)) return { regex: `${path}${restOf(index)}` };
  return rank >= 96 ? { exact: path } : { prefix: `${path}/` };
}

/** Returns the part of a regex after the path of its function. */
function restOf(index: number): string {
  const rests = [
    '/v[0-9]+/items/[^/]+',
    '/(orders|carts)/[0-9a-f]{8}',
    '/[a-z]+(/.*)?',
    '/v[12]/.*',
    '/[^/]+/edit',
  ];
  return rests[Math.floor(index / 100 + index) % rests.length] ?? '';
}

function teamOf(index: number, count: number): string {
  return `team-${Math.floor((index * TEAMS) / count)}`;
}

function virtualService(mix: Mix, index: number, count: number): object {
  const ksvc = `${teamOf(index, count)}-fn-${index}`;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name: `${NAMESPACE}-ns-${ksvc}-ksvc-virtualservice`,
      namespace: 'kfaas-system',
      labels: { 'app.kubernetes.io/managed-by': 'kfaas', 'kfaas.io/function': ksvc },
    },
    spec: {
      hosts: [HOST],
      gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
      http: [
        {
          match: [{ uri: uriOf(mix, index, count) }],
          rewrite: { authority: `${ksvc}.${NAMESPACE}.svc.cluster.local` },
          route: [
            {
              destination: {
                host: 'knative-local-gateway.istio-system.svc.cluster.local',
                port: { number: 80 },
              },
              weight: 100,
            },
          ],
          timeout: '10s',
          retries: { attempts: 0 },
        },
      ],
    },
  };
}

/** Shuffles deterministically. */
function shuffle(indexes: number[]): void {
  let seed = 1;
  for (let index = indexes.length - 1; index > 0; index -= 1) {
    seed = (seed * 48_271) % 0x7fffffff;
    const other = seed % (index + 1);
    [indexes[index], indexes[other]] = [indexes[other] ?? 0, indexes[index] ?? 0];
  }
}
