/** Which kinds of matches a table has: 1 or 10 regexes in 100 routes, 4 exact paths, and prefixes else. */
export type Mix = 'A' | 'B';

/** In which order the VirtualServices come: as their files are read, by name; or thrown together. */
export type TableOrder = 'by name' | 'shuffled';

/** The function namespace of all tables. */
const NAMESPACE = 'faas-prod';

/** Teams, which share the routes evenly; all routes of a team begin alike. */
const TEAMS = 100;

/** The host of all tables. */
export const HOST = `${NAMESPACE}-ksvc-gateway.kfaas-system.svc.cluster.local`;

/** One table of so many routes, each in a VirtualService of its own as FunctionRoute renders it, as one JSON text. */
export function tableText(mix: Mix, count: number, order: TableOrder = 'by name'): string {
  const places = Array.from({ length: count }, (_, place) => place);
  if (order === 'shuffled') shuffle(places);
  return `[${places.map((place) => JSON.stringify(virtualService(mix, place, count))).join()}]`;
}

/** Paths of requests, spread over the table: most match one route each. */
export function requestPaths(count: number, requests: number): string[] {
  return Array.from({ length: requests }, (_, request) => {
    const place = (request * 7919) % count;
    const path = `/faas/api/${teamOf(place, count)}/fn-${place}`;
    return request % 4 === 0 ? `${path}/v1/items/x` : `${path}/index.html`;
  });
}

/** The matches of a table. */
export function uriOf(mix: Mix, place: number, count: number): Readonly<Record<string, string>> {
  const path = `/faas/api/${teamOf(place, count)}/fn-${place}`;
  const rank = place % 100;
  if (rank < (mix === 'A' ? 1 : 10)) return { regex: `${path}${restOf(place)}` };
  return rank >= 96 ? { exact: path } : { prefix: `${path}/` };
}

/** What a regex has behind its function's path. */
function restOf(place: number): string {
  const rests = [
    '/v[0-9]+/items/[^/]+',
    '/(orders|carts)/[0-9a-f]{8}',
    '/[a-z]+(/.*)?',
    '/v[12]/.*',
    '/[^/]+/edit',
  ];
  return rests[Math.floor(place / 100 + place) % rests.length] ?? '';
}

function teamOf(place: number, count: number): string {
  return `team-${Math.floor((place * TEAMS) / count)}`;
}

function virtualService(mix: Mix, place: number, count: number): object {
  const ksvc = `${teamOf(place, count)}-fn-${place}`;
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
          match: [{ uri: uriOf(mix, place, count) }],
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

/** The same order for the same list. */
function shuffle(places: number[]): void {
  let seed = 1;
  for (let at = places.length - 1; at > 0; at -= 1) {
    seed = (seed * 48_271) % 0x7fffffff;
    const other = seed % (at + 1);
    [places[at], places[other]] = [places[other] ?? 0, places[at] ?? 0];
  }
}
