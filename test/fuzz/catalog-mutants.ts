import fc, { type Arbitrary } from 'fast-check';
import { parse } from 'yaml';
import { NAMES, NUMBERS, REGEXES, WORDS } from './hostile';
import { mutatedText, repetitions, textMutations, type TextMutation } from './text-mutations';
import {
  anyText,
  mutatedValue,
  styles,
  valueMutations,
  written,
  type Style,
  type ValueMutation,
} from './value-mutations';

/** A catalog without findings that has every field, each in the form in which people write it. */
export const BASE: Readonly<Record<string, string>> = {
  'saas/team.yaml': `# The shop
contact: saas@example.com
description: Shops
owners: ['@example/saas']
prefixes:
  - /faas/api/saas/
consents: [trade/invoice]
`,
  'saas/showroom.yaml': `# yaml-language-server: $schema=../../schemas/function.schema.json
runtime: nodejs
description: Shows rooms # to customers
environments: [test]
routes:
  - match:
      prefix: /faas/api/saas/showroom/
      methods: [GET, HEAD]
      headers:
        x-tenant: { exact: 'on' }
        x-trace: { regex: '[0-9a-f]+' }
      query:
        v: { exact: '1' }
    timeout: 10s
    retries: &twice { attempts: 2, perTryTimeout: 2s, retryOn: [connect-failure, '503'] }
    delay: { percent: 0.5, duration: 250ms }
  - match: { regex: '/faas/api/saas/rooms/[a-z]+(/.*)?' }
    retries: *twice
  - match: { exact: /faas/api/saas/list }
    backends: [{ service: saas-showroom-next }]
backends:
  - { service: saas-showroom, weight: 90 }
  - { service: saas-showroom-next, weight: 10 }
deployedElsewhere: [saas-showroom-next, a, 'on']
service:
  image: registry.example.com/saas/showroom:1.4.2
  scale: { min: 1, max: 20, concurrency: 50 }
  connectionPool: { http2MaxRequests: 200, http1MaxPendingRequests: 50 }
  revisionName: saas-showroom-v1
  resources:
    requests: { cpu: 100m, memory: 128Mi }
    limits: { cpu: 1, memory: 256Mi }
  security:
    reason: Rooms are drawn in a sandbox, by unshare
    runAsUser: 1000
    runAsNonRoot: true
    allowPrivilegeEscalation: false
    capabilities: { drop: [ALL] }
    seccompProfile: { type: Unconfined }
    automountServiceAccountToken: false
overlays:
  test: { service: { scale: { max: 4 } } }
  istio-1-28:
    description: null
    routes: [{ match: { prefix: /faas/api/saas/showroom/ }, timeout: 5s }]
`,
  'saas/plain.yaml': 'runtime: python\n',
  'saas/says.yaml': `runtime: golang
routes:
  - match: { prefix: /faas/api/saas/says/, ignoreUriCase: true }
    mirror: { host: audit, port: 8080, percent: 10 }
  - match: { exact: /faas/api/saas/said, methods: [PROPFIND] }
    redirect: { authority: shop.example.com, redirectCode: 302 }
backends: [{ host: billing, port: 8080, authority: billing.example.com }]
overlays:
  istio-1-28:
    routes:
      - match: { exact: /faas/api/saas/said, headers: { x-a: { present: true } } }
        directResponse: { status: 410, body: gone }
      - match: { prefix: /faas/api/saas/says/, withoutHeaders: { x-a: { exact: b }, x-c: { present: true } } }
        mirror: { host: audit.example.com, percent: 0.5 }
        retries: { attempts: 1, retryOn: [reset-before-request], backoff: 100ms }
    backends:
      - { service: saas-plain, weight: 70, headers: { request: { set: { x-share: 70% } } } }
      - { host: billing, weight: 20 }
      - { host: api.example.com, authority: api.example.com, weight: 10 }
`,
  'saas/lookbook.yaml': `runtime: nodejs
service:
  image: registry.example.com/saas/lookbook:1.1.0
  revisionName: saas-lookbook-v2
  traffic:
    - { revisionName: saas-lookbook-v1, percent: 90 }
    - { revisionName: saas-lookbook-v2, percent: 10, tag: next }
  scale: { min: 2, max: 8, metric: cpu }
  outlierDetection: { consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 50 }
`,
  'trade/team.yaml': 'contact: "#trade"\nprefixes: [/faas/api/trade/, /faas/api/invoices/]\n',
  'trade/invoice.yaml': `runtime: golang
routes:
  - match:
      exact: /faas/api/trade/invoice
      headers: { x-version: { prefix: v2 } }
  - match: { prefix: /faas/api/saas/invoices/ }
    timeout: 1m30s
    rewrite: { uri: /invoices/ }
    headers: { request: { set: { x-share: 5% }, remove: [x-a] }, response: { add: { x-b: c } } }
    corsPolicy: { allowOrigins: [{ exact: 'https://a.example.com' }], maxAge: 10m }
    abort: { percent: 10, httpStatus: 503 }
service:
  image: registry.example.com/trade/invoice:2
  command: [/invoice]
  args: [--format, pdf]
  env:
    LOG_LEVEL: info
    KEY: { secretKeyRef: { name: invoice, key: key, optional: true } }
  envFrom: [{ prefix: A_, configMapRef: { name: invoice } }]
  ports: [{ containerPort: 9000, name: h2c }]
  readinessProbe: { httpGet: { path: /ready }, periodSeconds: 5 }
  livenessProbe: { tcpSocket: {} }
  scale: { metric: concurrency, target: 20, window: 30s }
  volumes: { keys: { secret: { secretName: keys } } }
  volumeMounts: { /etc/keys: { name: keys } }
  serviceAccountName: invoice
  labels: { example.com/tier: a }
`,
};

/** A value that fits where it is put, so that most such mutants have no mistake. */
interface SlotMutation {
  readonly kind: 'slot';
  readonly path: readonly (string | number)[];
  /** What becomes of the key at the end of the path. @default - it stays */
  readonly key?: string;
  readonly by: unknown;
  readonly style: Style;
}

/** Another name of a file, of a function or of a team. */
interface NameMutation {
  readonly kind: 'name';
  readonly of: 'team' | 'function';
  readonly by: string;
}

/** What happens to one file of the catalog, one change after the other. */
export interface CatalogMutant {
  readonly file: string;
  readonly mutations: readonly (TextMutation | ValueMutation | SlotMutation | NameMutation)[];
}

/** Mutants of the catalog, most of which have few mistakes or none. */
export function catalogMutants(): Arbitrary<CatalogMutant> {
  const files = Object.keys(BASE);
  const file = fc.oneof(fc.constantFrom(...files), fc.constant('saas/showroom.yaml'));
  const some = <T>(arbitrary: Arbitrary<T>, maxLength: number) =>
    fc.array(arbitrary, { minLength: 1, maxLength });
  const of = (mutations: Arbitrary<CatalogMutant['mutations']>) => fc.record({ file, mutations });
  const slotted = fc.record({ file: fc.constant('saas/showroom.yaml'), mutations: some(slots(), 3) });
  const sized = fc.tuple(repetitions());
  return fc.oneof(
    { arbitrary: slotted, weight: 12 },
    { arbitrary: of(some(valueMutations(), 2)), weight: 4 },
    { arbitrary: of(some(textMutations(), 2)), weight: 4 },
    { arbitrary: of(sized), weight: 1 },
    { arbitrary: of(some(names(), 1)), weight: 1 },
    { arbitrary: of(some(fc.oneof(slots(), valueMutations(), textMutations()), 4)), weight: 2 },
  );
}

/** The files of a mutant, and which one of them is changed. */
export function mutatedCatalog({ file, mutations }: CatalogMutant): {
  readonly files: Readonly<Record<string, Buffer>>;
  readonly changed: string;
} {
  let text = Buffer.from(BASE[file] ?? '').toString('latin1');
  let changed = file;
  for (const mutation of mutations) {
    if (mutation.kind === 'slot') text = asUtf8(text, (own) => slotted(own, mutation));
    else if (mutation.kind === 'value') text = asUtf8(text, (own) => mutatedValue(own, mutation));
    else if (mutation.kind === 'name') changed = renamed(changed, mutation);
    else text = mutatedText(text, mutation);
  }
  const bytes = Buffer.from(text, 'latin1');
  const others = Object.entries(BASE).filter(([name]) => name !== file);
  const team = (name: string) => name.split('/')[0];
  // A team that is renamed takes all its files along.
  const moved = others.map(([name, own]) => {
    const path = team(name) === team(file) ? `${team(changed)}/${name.split('/')[1]}` : name;
    return [path, Buffer.from(own)] as const;
  });
  return { files: Object.fromEntries([...moved, [changed, bytes]]), changed };
}

function asUtf8(latin: string, change: (text: string) => string): string {
  return Buffer.from(change(Buffer.from(latin, 'latin1').toString('utf8'))).toString('latin1');
}

function renamed(file: string, { of, by }: NameMutation): string {
  const [team = '', name = ''] = file.split('/');
  return of === 'team' ? `${by}/${name}` : `${team}/${by}.yaml`;
}

/** Puts a value into a file; what is no longer a file with such a place stays as it is. */
function slotted(text: string, { path, key, by, style }: SlotMutation): string {
  try {
    const value = parse(text, { logLevel: 'silent' }) as unknown;
    const around = path
      .slice(0, -1)
      .reduce<unknown>((node, step) => Reflect.get(Object(node) as object, step), value);
    const last = path.at(-1) ?? '';
    if (typeof around !== 'object' || around === null) return text;
    if (key !== undefined) Reflect.deleteProperty(around, last);
    Object.defineProperty(around, key ?? last, {
      value: by,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return written(value, style);
  } catch {
    return text;
  }
}

function names(): Arbitrary<NameMutation> {
  const fits = [...NAMES, ...WORDS, 'a', 'é-a', 'A', 'team', '-a', 'a--b'].filter(
    (name) => !/^$|^\.|[/\0]/.test(name),
  );
  return fc.record({
    kind: fc.constant('name' as const),
    of: fc.constantFrom('team', 'function'),
    by: fc.constantFrom(...fits),
  });
}

/** What a function says of its security: each field as by default, loosened or not there, or one alone loosened; and a reason or none. */
function security(reason: Arbitrary<unknown>): Arbitrary<unknown> {
  const capabilities = fc.constantFrom<readonly string[]>(
    ['ALL'],
    ['NET_RAW', 'ALL'],
    ['NET_RAW', 'CHOWN', 'NET_RAW'],
    ['SETUID'],
    [],
  );
  const fields = {
    reason,
    runAsUser: fc.constantFrom(1, 1000, 2_147_483_647, 0),
    runAsNonRoot: fc.boolean(),
    allowPrivilegeEscalation: fc.boolean(),
    capabilities: capabilities.map((drop) => ({ drop })),
    seccompProfile: fc.constantFrom('RuntimeDefault', 'Unconfined').map((type) => ({ type })),
    automountServiceAccountToken: fc.boolean(),
  };
  const loosened = fc.constantFrom<object>(
    { runAsNonRoot: false },
    { allowPrivilegeEscalation: true },
    { capabilities: { drop: ['SETUID'] } },
    { seccompProfile: { type: 'Unconfined' } },
    { automountServiceAccountToken: true },
  );
  const one = fc
    .tuple(loosened, fc.record({ reason }, { requiredKeys: [] }))
    .map(([field, told]) => ({ ...field, ...told }));
  return fc.oneof(fc.record(fields, { requiredKeys: [] }), one);
}

/** Resources around the defaults of the runtimes, of which some are left out. */
function resources(): Arbitrary<unknown> {
  const quantities = {
    cpu: fc.constantFrom<unknown>('50m', 0.02, '0.1', 1, '1500m'),
    memory: fc.constantFrom<unknown>('64Mi', '100M', '0.125Gi', '129Mi', 300_000_000, '1Gi'),
  };
  const some = fc.record(quantities, { requiredKeys: [] });
  return fc.record({ requests: some, limits: some }, { requiredKeys: [] });
}

function slots(): Arbitrary<SlotMutation> {
  const match = ['routes', 0, 'match'];
  const path = fc
    .string({ unit: fc.constantFrom(...Array.from("abe019-._~:@!$&'()*+,;=")), maxLength: 8 })
    .map((end) => `/faas/api/saas/x${end}`);
  const regex = fc.oneof(
    fc.constantFrom(...REGEXES),
    fc.constantFrom('[a-z]+', '(a|b)*', '[^/]+/x', 'x{2,9}', '.*'),
  );
  const text = fc.oneof(
    anyText().map((exact) => ({ exact })),
    anyText().map((prefix) => ({ prefix })),
    regex.map((own) => ({ regex: own })),
  );
  const header = fc.constantFrom(
    'x-a',
    'on',
    '1e3',
    '~',
    '0x1f',
    'constructor',
    '__proto__',
    '+1',
    'y',
    '.5',
    '*',
    '&a',
  );
  const query = fc.oneof(fc.constantFrom(...NAMES), anyText());
  const duration = fc.constantFrom(
    '1s',
    '1ms',
    '1h',
    '1m30s',
    '0.5s',
    '1.5h',
    '90061s',
    '1h1m1s1ms',
    '0s',
    '1e3s',
    '10',
  );
  const cpu = fc.constantFrom<unknown>(
    ...['1', 1, 0.5, '1500m', 2e3, '1e3', '0x10', '+1', '.5', 1e21, '1E', '100.5'],
  );
  const memory = fc.constantFrom<unknown>(
    ...['1Gi', 1e9, '129Mi', '1.5Gi', '1000000k', '128Mi', '1e9', '0x1f', 1e21],
  );
  const count = fc.oneof(
    { arbitrary: fc.nat(5), weight: 4 },
    { arbitrary: fc.constantFrom(...NUMBERS), weight: 1 },
  );
  const percent = fc.oneof(fc.constantFrom(0.1, 5e-324, 1e-7, 100, 0.30000000000000004), count);
  const image = anyText().map((own) => own.replaceAll(/\s/g, ''));
  const pair = fc.nat(100).map((weight) => [
    { service: 'a', weight },
    { service: 'on', weight: 100 - weight },
  ]);
  const runtime = fc.constantFrom('nodejs', 'python', 'cpp', 'golang');
  const methods = fc.array(fc.constantFrom('GET', 'PUT', 'DELETE', 'GET'), { minLength: 1, maxLength: 4 });
  const retryOn = fc.subarray([
    '503',
    'reset',
    '5xx',
    'gateway-error',
    '599',
    '418',
    'connect-failure',
    '1e3',
  ]);
  const reason = fc.oneof(fc.constant('It opens raw sockets'), anyText());
  const slot = <T>(at: readonly (string | number)[], by: Arbitrary<T>) =>
    fc.record({ kind: fc.constant('slot' as const), path: fc.constant(at), by, style: styles() });
  const named = <T>(at: readonly (string | number)[], key: Arbitrary<string>, by: Arbitrary<T>) =>
    fc.record({ kind: fc.constant('slot' as const), path: fc.constant(at), key, by, style: styles() });
  const all: readonly Arbitrary<SlotMutation>[] = [
    named([...match, 'headers', 'x-tenant'], header, text),
    named([...match, 'query', 'v'], query, text),
    slot([...match, 'headers', 'x-trace'], text),
    slot([...match, 'query', 'v'], text),
    slot([...match, 'prefix'], path),
    slot(['routes', 2, 'match', 'exact'], path),
    slot(
      ['routes', 1, 'match', 'regex'],
      regex.map((end) => `/faas/api/saas/r${end}`),
    ),
    slot([...match, 'methods'], methods),
    slot(['routes', 0, 'timeout'], duration),
    slot(['routes', 0, 'retries', 'retryOn'], retryOn),
    slot(['routes', 0, 'retries', 'attempts'], count),
    slot(['routes', 0, 'delay', 'percent'], percent),
    slot(['routes', 0, 'delay', 'duration'], duration),
    slot(['service', 'image'], image),
    slot(['service', 'scale', 'min'], count),
    slot(['service', 'scale', 'concurrency'], count),
    slot(['service', 'resources', 'limits', 'cpu'], cpu),
    slot(['service', 'resources', 'limits', 'memory'], memory),
    slot(['backends'], pair),
    slot(['routes', 2, 'backends'], pair),
    slot(['runtime'], runtime),
    slot(['description'], anyText()),
    slot(['overlays', 'test', 'service', 'image'], image),
    named(['overlays', 'istio-1-28', 'routes'], fc.constant('service'), fc.constant(null)),
  ];
  const confining: readonly Arbitrary<SlotMutation>[] = [
    slot(['service', 'resources'], resources()),
    slot(['service', 'security'], security(reason)),
    slot(['service', 'security', 'reason'], reason),
    slot(
      ['overlays', 'test', 'service', 'security'],
      security(fc.constantFrom(null, 'It opens raw sockets')),
    ),
  ];
  return fc.oneof(
    { arbitrary: fc.oneof(...all), weight: 3 },
    { arbitrary: fc.oneof(...confining), weight: 1 },
  );
}
