import type { ObjectChange } from '../../../review/model';
import { objectChange, risksIn, told } from './inputs';

const rule = (requests: number | undefined, labels: object = {}) => ({
  metadata: { labels },
  spec: { trafficPolicy: { connectionPool: { http: { http2MaxRequests: requests } } } },
});

const change = (before: object, after: object, name = 'faas-prod-request-bound') =>
  objectChange(before, after, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    namespace: 'faas-prod',
    name,
  });

const risks = (before: object, after: object) => risksIn([], { objects: [change(before, after)] });

test('a lower requestsPerFunction is told of the namespace', () => {
  const [risk] = risks(rule(100), rule(80));
  expect(risk).toMatchObject({
    code: 'KF825',
    severity: 'warning',
    message:
      'each function that faas-prod-request-bound bounds gets at most 80 requests at once, where it was 100 in prod-cn',
  });
});

test('a lower bound of a revision is told of its function', () => {
  const labels = { 'kfaas.io/team': 'saas', 'kfaas.io/function': 'saas-showroom' };
  const objects = [change(rule(300, labels), rule(100, labels), 'saas-showroom-v1')];
  const [risk] = risksIn([], { objects });
  expect(risk).toMatchObject({
    code: 'KF825',
    severity: 'error',
    teams: ['saas'],
    message: 'saas/showroom gets at most 100 requests at once, where it was 300 in prod-cn',
  });
});

test.each([
  ['to half', 100, 50, ['KF825 warning']],
  ['to less than half', 100, 49, ['KF825 error']],
  ['from no bound', undefined, 100, ['KF825 warning']],
  ['to no bound', 100, undefined, []],
  ['upwards', 100, 101, []],
])('%s', (_, before, after, codes) => {
  expect(told(risks(rule(before), rule(after)))).toEqual(codes);
});

test('what comes or goes as a whole lowers nothing', () => {
  const gone: ObjectChange = { ...change(rule(10), rule(5)), kind: 'removed', after: undefined };
  const come: ObjectChange = { ...change(rule(10), rule(5)), kind: 'added', before: undefined };
  expect(risksIn([], { objects: [gone] }).filter(({ code }) => code === 'KF825')).toEqual([]);
  expect(risksIn([], { objects: [come] }).filter(({ code }) => code === 'KF825')).toEqual([]);
});
