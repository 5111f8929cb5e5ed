import type { GatewayKind } from './rendered-gateway';

/** What arrives of a path in place of itself, or the status of the gateway's own answer, where none arrives. */
type Arrival = string | number;

const AS_SENT: Arrival = 'as sent';

/** A path with its query, and what arrives of it behind the ingress gateway. */
interface PathCase {
  readonly sent: string;
  readonly arrives: Readonly<Record<GatewayKind, Arrival>>;
}

/** Paths that pass both programs as they are. */
const UNTOUCHED: readonly string[] = [
  '/faas/api',
  '/faas/api/',
  '/faas/api/a%2Fb',
  '/faas/api/x%2f%2Fy',
  '/faas/api/a%5Cb',
  '/faas/api/a;b=c',
  '/faas/api/x;y/z?u=;',
  '/faas/api/%E4%B8%AD',
  '/faas/api/%e4%b8%ad',
  '/faas/api/%C0%AF',
  '/faas/api/%2e/b',
  '/faas/api/%41',
  '/faas/api/a%20b+c',
  '/faas/api/a%25b',
  '/faas/api/a%3Fb%3Bc%23d',
  "/faas/api/~!$&'()*,=:@",
  '/faas/api/favicon.ico',
  '/faas/api/x?a=b+c%20d&e=&f',
  '/faas/api/x?a=?b/c&url=http%3A%2F%2Fa%2Fb',
  '/faas/api/x?a[]=1',
  '/faas/api/x?debug=true',
];

/** Paths that one of the programs, or both, change or refuse. None of it can be configured. */
const CHANGED: readonly (readonly [sent: string, zuul: Arrival, springCloudGateway: Arrival])[] = [
  ['/faas/api//x//y', '/faas/api/x/y', '/faas/api/x/y'],
  ['//faas/api/x', '/faas/api/x', 404],
  ['/faas//api/x', '/faas/api/x', 404],
  ['/faas/api/a;jsessionid=1/b', '/faas/api/a/b', AS_SENT],
  ['/faas/api;a/x', 404, AS_SENT],
  ['/%66aas/api/x', 404, AS_SENT],
  ['/faas/api/a/../b', 500, AS_SENT],
  ['/faas/api/a../b', 500, AS_SENT],
  ['/faas/api/%2e%2e/b', 500, AS_SENT],
  ['/faas/api/./b', '/faas/api/b', AS_SENT],
  ['/faas/api/..', '/faas', AS_SENT],
  ['/faas/api/[x]', AS_SENT, 400],
  ['/faas/api/"<>^`{|}', AS_SENT, 400],
  ['/faas/api/a\\b', '/faas/api/a/b', 400],
  ['/faas/api/x?{a|b}', AS_SENT, 400],
  ['/faas/api/x?a=%zz', AS_SENT, 400],
  ['/faas/api/x?a=1&b=2&a=3', AS_SENT, '/faas/api/x?a=1&a=3&b=2'],
  ['/faas/api/x?', AS_SENT, '/faas/api/x'],
  ['/faas/api/%', 400, 400],
  ['/faas/api/%00', 400, AS_SENT],
  ['/faas/api/\u00e4', 400, '/faas/api/%C3%A4'],
  ['/faas/api/x#y', 400, '/faas/api/x'],
  ['/faas%2Fapi/x', 404, 404],
  ['/faas/./api/x', 404, 404],
];

/** All paths that are sent. */
export const PATHS: readonly PathCase[] = [
  ...UNTOUCHED.map((sent) => ({ sent, arrives: { zuul: sent, 'spring-cloud-gateway': sent } })),
  ...CHANGED.map(([sent, ...both]) => {
    const [zuul, other] = both.map((arrival) => (arrival === AS_SENT ? sent : arrival)) as [Arrival, Arrival];
    return { sent, arrives: { zuul, 'spring-cloud-gateway': other } };
  }),
];

/** Paths without a route, of the gateway and of its own parts. */
export const NO_ROUTE = [
  '/',
  '/other',
  '/FAAS/api/x',
  '/faas',
  '/actuator/health',
  '/error',
  '/zuul/faas/api/x',
  '/a%2Fb',
  '/faas%2Fapi/x',
  '/a/;b/c',
];

/** Paths without a route that Zuul answers with an empty 200: normal as they are sent, and not when they are decoded. */
export const UNANSWERED_BY_ZUUL = [
  '/%2F',
  '/%5c',
  '/%2e',
  '/a/%2e/b',
  '/a/%2e%2e',
  '/a%2F%2Fb',
  '/faas%5c',
  '/faas;a/api/%5c',
  '/%66aas/api/x%2F%2Fy',
];

/** Bodies, by what they are. */
export const BODIES: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  form: { type: 'application/x-www-form-urlencoded', text: 'a=1&b=%20+c&a=2' },
  JSON: { type: 'application/json', text: '{"a":[1,2]}' },
  text: { type: 'text/plain;charset=utf-8', text: 'some words\n' },
  multipart: {
    type: 'multipart/form-data; boundary=XX',
    text: '--XX\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nwords\r\n--XX--\r\n',
  },
};

/** Methods, and whether their bodies arrive; a number is the gateway's own answer. */
export const METHODS: Readonly<Record<string, Readonly<Record<GatewayKind, boolean | number>>>> = {
  GET: { zuul: false, 'spring-cloud-gateway': true },
  POST: { zuul: true, 'spring-cloud-gateway': true },
  PUT: { zuul: true, 'spring-cloud-gateway': true },
  PATCH: { zuul: true, 'spring-cloud-gateway': true },
  DELETE: { zuul: true, 'spring-cloud-gateway': true },
  OPTIONS: { zuul: false, 'spring-cloud-gateway': true },
  PROPFIND: { zuul: false, 'spring-cloud-gateway': true },
  TRACE: { zuul: 405, 'spring-cloud-gateway': true },
};
