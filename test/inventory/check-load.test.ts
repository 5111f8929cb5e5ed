import type { Environment, GatewayWorkload } from '../../inventory';
import { complaints, SHIPPED } from './complaints';

/** The complaints about an environment, without the lines of its file. */
function about(change: Partial<Environment>): string[] {
  return complaints(change)
    .split('\n')
    .filter((line) => line.startsWith('environments/'))
    .map((line) => line.replace(/^\S+ /, ''));
}

function ingress(change: Partial<GatewayWorkload>): Partial<Environment> {
  return { ingressGateway: { ...SHIPPED.ingressGateway, ...change } };
}

describe('memory', () => {
  test.each(['512Mi', '0.5Gi', '1G', '536870912'])('%s suffices', (memory) => {
    expect(about(ingress({ resources: { cpu: '1', memory } }))).toEqual([]);
  });

  test.each(['511Mi', '512M', '0.4Gi', '536870911'])('%s is too little', (memory) => {
    expect(about(ingress({ resources: { cpu: '1', memory } }))).toEqual([
      `warning KF511 ingressGateway has ${memory} of memory for 400 requests at once: with all of them open, its pods may be killed`,
    ]);
  });

  test('it is told at its line', () => {
    expect(
      complaints({ egressGateway: { ...SHIPPED.egressGateway, resources: { cpu: '1', memory: '256Mi' } } }),
    ).toMatchInlineSnapshot(`
     "environments/test.ts:38:17 warning KF511 egressGateway has 256Mi of memory for 400 requests at once: with all of them open, its pods may be killed
       38 |       "memory": "256Mi"
          |                 ^
       help: write at least 512Mi: Zuul took 388 MiB of them, with a heap of half of it
     "
    `);
  });
});

test('Spring Cloud Gateway takes less memory, and less than it was measured with is told, too', () => {
  const resources = { cpu: '1', memory: '256Mi' };
  const change = ingress({ kind: 'spring-cloud-gateway', resources });
  expect(about(change)).toEqual([
    'warning KF511 ingressGateway has 256Mi of memory for 400 requests at once: with all of them open, its pods may be killed',
  ]);
  expect(complaints(change)).toContain(
    'help: write at least 512Mi: Spring Cloud Gateway took 253 MiB of them, with a heap of half of it\n',
  );
});

describe('the bound of a function', () => {
  test.each([0, -1, 1.5, Number.NaN])('%p is none', (requestsPerFunction) => {
    expect(about({ requestsPerFunction })).toEqual([
      `error KF501 ${requestsPerFunction} is no number of requests`,
    ]);
  });

  test('as much as all gateways of a namespace forward spares nobody', () => {
    const replicas = { min: 2, max: 4 };
    expect(about({ ...ingress({ replicas }), requestsPerFunction: 799 })).toEqual([]);
    expect(about({ ...ingress({ replicas }), requestsPerFunction: 800 })).toEqual([
      'warning KF512 one function gets 800 requests at once, and the fewest ingress gateways of a namespace forward 800 in all: a slow function stops the others',
    ]);
  });
});

test('where Istio is too old, a bound that is asked for is told', () => {
  const platform = { kubernetes: '1.15', istio: '1.4.6', knative: '0.14', certManager: '0.12' };
  const overrides = { namespaceLabel: 'example.com/namespace' };
  const clusters = SHIPPED.clusters.map((cluster) => ({ ...cluster, platform, overrides }));
  expect(about({ clusters })).toEqual([]);
  expect(about({ clusters, requestsPerFunction: 50 })).toEqual([
    'warning KF505 nothing bounds the requests to one function on test-cn (Istio 1.4.6): a slow one can take all that the gateways forward at once',
  ]);
});

describe('a metric', () => {
  const network = { metrics: { namespaces: ['monitoring'] } };
  const named = (name: string, average: string) =>
    ingress({ scaling: { metric: { kind: 'pods', name, average } } });

  test.each([
    ['tomcat_threads_busy_threads', '200'],
    ['http_requests_in_flight', '250m'],
    ['pods/http_requests', '1k'],
  ])('%s of %s', (name, average) => {
    expect(about({ ...named(name, average), network })).toEqual([]);
  });

  test('of no name and no quantity', () => {
    expect(about({ ...named('busy threads', '0'), network })).toEqual([
      'error KF501 "busy threads" is not the name of a metric',
      'error KF501 "0" is not a Kubernetes quantity above 0',
    ]);
  });

  test('that no pod exceeds', () => {
    expect(about({ ...named('tomcat_threads_busy_threads', '400'), network })).toEqual([
      'error KF501 no pod has more than 400 busy threads, so that an average of 400 starts none',
    ]);
  });

  describe('of Spring Cloud Gateway', () => {
    const of = (name: string, average = '200') => ({
      ...ingress({ kind: 'spring-cloud-gateway', scaling: { metric: { kind: 'pods', name, average } } }),
      network,
    });

    test('Tomcat has none there, however many', () => {
      for (const average of ['200', '400']) {
        expect(about(of('tomcat_threads_busy_threads', average))).toEqual([
          'error KF501 ingressGateway is Spring Cloud Gateway, which has no threads of Tomcat: nobody serves tomcat_threads_busy_threads',
        ]);
      }
    });

    test('it is told at its line, with another one', () => {
      expect(complaints(of('tomcat_threads_busy_threads'))).toMatchInlineSnapshot(`
       "environments/test.ts:33:17 error KF501 ingressGateway is Spring Cloud Gateway, which has no threads of Tomcat: nobody serves tomcat_threads_busy_threads
         33 |         "name": "tomcat_threads_busy_threads",
            |                 ^
         help: name another metric, such as http_client_requests_active_seconds_count
       "
      `);
    });

    test('others are taken', () => {
      expect(about(of('http_client_requests_active_seconds_count'))).toEqual([]);
    });

    test('the name of a metric is one of its own', () => {
      expect(complaints(of('busy threads'))).toContain(
        'help: write it as http_client_requests_active_seconds_count',
      );
    });
  });

  test('that nobody may collect', () => {
    expect(about(named('tomcat_threads_busy_threads', '200'))).toEqual([
      'error KF508 ingressGateway scales by tomcat_threads_busy_threads, and its network policy lets nobody collect metrics',
    ]);
  });
});
