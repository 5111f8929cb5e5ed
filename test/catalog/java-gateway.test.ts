import { throughIngressGateway } from '../../catalog';
import { NO_ROUTE, PATHS as ARRIVALS, UNANSWERED_BY_ZUUL } from '../cluster/java/arrivals';
import { PATHS, QUERIES, SENT } from './measured-targets';

const KINDS = ['zuul', 'spring-cloud-gateway'] as const;

/** What arrives, or the status of the answer. */
function found(sent: string, kind: (typeof KINDS)[number]): string | number {
  const passage = throughIngressGateway(sent, kind);
  return 'arrives' in passage ? passage.arrives : passage.refused;
}

test.each([...PATHS, ...QUERIES])('%j at Zuul: %j, at Spring Cloud Gateway: %j', (sent, ...measured) => {
  const arrived = measured.map((result) => (result === SENT ? sent : result));
  expect(KINDS.map((kind) => found(sent, kind))).toEqual(arrived);
});

describe.each(KINDS)('what is sent through the real %s in the cluster', (kind) => {
  test.each(ARRIVALS.map(({ sent, arrives }) => [sent, arrives[kind]] as const))(
    '%j: %j',
    (sent, arrives) => {
      expect(found(sent, kind)).toBe(arrives);
    },
  );
});

test.each([
  ['/%66aas/api/x', 404, 'it forwards /faas/api/** alone, and compares the path before it is decoded'],
  ['/faas/api/a../b?c=d', 500, 'Zuul takes no ../, percent-encoded or not'],
  ['/faas/api/a#b', 400, 'Tomcat takes no #, unless it is percent-encoded'],
  ['/faas/api/\u00e4', 400, 'Tomcat takes no bytes outside of ASCII, unless they are percent-encoded'],
])('says why Zuul refuses %s', (sent, refused, reason) => {
  expect(throughIngressGateway(sent, 'zuul')).toEqual({ refused, reason });
});

test('tells the paths that Zuul answers with 404 from those that nobody answers there', () => {
  const refused = (sent: string) => found(sent, 'zuul');
  expect([NO_ROUTE.map(refused), UNANSWERED_BY_ZUUL.map(refused)]).toEqual([
    NO_ROUTE.map(() => 404),
    UNANSWERED_BY_ZUUL.map(() => 200),
  ]);
});

test.each([
  ['/faas//api/x', 404, 'it forwards /faas/api/** alone, with one slash between folders'],
  ['/faas/api/{x}', 400, 'Spring Cloud Gateway takes no { in a path, unless it is percent-encoded'],
  ['/faas/api/x?a|b', 400, 'Spring Cloud Gateway takes no | in a query, unless it is percent-encoded'],
  ['/faas/api/x#a#', 400, 'Spring Cloud Gateway takes no # in a fragment, unless it is percent-encoded'],
  [
    '/faas/api/\u0085',
    400,
    'Spring Cloud Gateway takes no control character in a path, unless it is percent-encoded',
  ],
  ['/faas/api/x?a=%', 400, 'Spring Cloud Gateway takes no % without two hexadecimal digits'],
])('says why Spring Cloud Gateway refuses %j', (sent, refused, reason) => {
  expect(throughIngressGateway(sent, 'spring-cloud-gateway')).toEqual({ refused, reason });
});

test('Zuul leaves the query alone', () => {
  expect(throughIngressGateway('/faas/api//a?b=//c/../d;jsessionid=1%zz', 'zuul')).toEqual({
    arrives: '/faas/api/a?b=//c/../d;jsessionid=1%zz',
  });
});
