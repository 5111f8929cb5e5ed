import { unreadAnnotations } from '../../platform';

/** The prefixes that the controller of a class does not read. */
function unread(className: string, ...prefixes: readonly string[]): readonly string[] {
  return unreadAnnotations(
    className,
    prefixes.map((prefix) => `${prefix}some-name`),
  ).map(({ prefix }) => prefix);
}

const NGINX = 'nginx.ingress.kubernetes.io/';

test.each([
  ['nginx', NGINX],
  ['nginx-public', 'nginx.org/'],
  ['alb', 'alb.ingress.kubernetes.io/'],
  ['traefik-internal', 'traefik.ingress.kubernetes.io/'],
  ['haproxy', 'haproxy.org/'],
  ['haproxy', 'haproxy-ingress.github.io/'],
  ['kong', 'konghq.com/'],
  ['contour', 'projectcontour.io/'],
  ['azure-application-gateway', 'appgw.ingress.kubernetes.io/'],
  ['azure/application-gateway', 'appgw.ingress.kubernetes.io/'],
  ['agic-public', 'appgw.ingress.kubernetes.io/'],
  ['apisix', 'k8s.apisix.apache.org/'],
  ['higress', 'higress.io/'],
  ['mse', 'mse.ingress.kubernetes.io/'],
])('the controller of the class %s reads %s', (className, own) => {
  expect(unread(className, own)).toEqual([]);
  expect(unread('internal', own)).toEqual([]);
  expect(unread(className === 'contour' ? 'kong' : 'contour', own)).toEqual([own]);
});

test('Higress and the MSE gateway read the annotations of ingress-nginx', () => {
  expect(['higress', 'mse', 'alb', 'traefik'].map((name) => unread(name, NGINX).length)).toEqual([
    0, 0, 1, 1,
  ]);
});

test('a class that names two controllers: the annotations of both are read', () => {
  expect(unread('alb-to-nginx', NGINX, 'alb.ingress.kubernetes.io/', 'konghq.com/')).toEqual(['konghq.com/']);
});

test('prefixes that belong to no controller, and names without a prefix', () => {
  expect(
    unread('alb', 'cert-manager.io/', 'external-dns.alpha.kubernetes.io/', 'kubernetes.io/', ''),
  ).toEqual([]);
});
