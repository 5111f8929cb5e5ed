import { throughIngressGateway } from '../../catalog';
import { MEASURED } from './measured-targets';

test.each(MEASURED)('%s at the ingress gateway: %s', (sent, arrived) => {
  const passage = throughIngressGateway(sent);
  expect('arrives' in passage ? passage.arrives : passage.refused).toBe(arrived);
});

test('says why a path is refused', () => {
  expect(throughIngressGateway('/%66aas/api/x')).toEqual({
    refused: 404,
    reason: 'it forwards /faas/api/** alone, and compares the path before it is decoded',
  });
  expect(throughIngressGateway('/faas/api/a../b?c=d')).toEqual({
    refused: 500,
    reason: 'Zuul takes no ../, percent-encoded or not',
  });
});

test('leaves the query alone', () => {
  expect(throughIngressGateway('/faas/api//a?b=//c/../d;jsessionid=1%zz')).toEqual({
    arrives: '/faas/api/a?b=//c/../d;jsessionid=1%zz',
  });
});
