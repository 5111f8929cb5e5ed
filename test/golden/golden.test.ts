import { join } from 'node:path';
import { parse } from 'yaml';
import { GOLDEN_ENVIRONMENT } from './environment';
import { goldenFolder } from './golden-folder';

const { outcome, files, expected } = goldenFolder(
  { environments: [GOLDEN_ENVIRONMENT], functions: join(__dirname, 'functions') },
  join(__dirname, 'expected'),
);

test('nothing is found but what Knative 0.15 does not take, and a host of two clusters', () => {
  expect(outcome.findings.map(({ code, severity, message }) => `${code} ${severity}: ${message}`)).toEqual([
    'KF704 warning: functions that KFaas renders run without capabilities, runAsNonRoot, automountServiceAccountToken, allowPrivilegeEscalation, seccompProfile on historic (Knative 0.15): Knative refuses or drops it there',
    'KF510 warning: the certificate of open.example.com is asked for by 2 clusters with HTTP-01, and the challenge of one may reach another: historic, modern',
  ]);
});

test('there are as many files as expected', () => {
  expect([...files.keys()]).toEqual([...expected.keys()]);
});

test.each([...files])('%s', (file, text) => {
  expect(text).toBe(expected.get(file));
});

test("the company's own description: saas/showroom on Istio 1.5.4 and Knative 0.15", () => {
  const text = files.get('test/historic/faas-alpha/saas-showroom.yaml') ?? '';
  expect(parse(text)).toMatchObject({
    kind: 'VirtualService',
    metadata: { name: 'faas-alpha-ns-saas-showroom-ksvc-virtualservice', namespace: 'kfaas-system' },
    spec: {
      gateways: ['knative-serving/cluster-local-gateway', 'knative-serving/knative-ingress-gateway'],
      hosts: ['faas-alpha-ksvc-gateway.kfaas-system.svc.cluster.local'],
      http: [
        {
          match: [{ uri: { prefix: '/faas/api/saas/showroom/' } }],
          rewrite: { authority: 'saas-showroom.faas-alpha.svc.cluster.local' },
          route: [
            {
              destination: {
                host: 'cluster-local-gateway.istio-system.svc.cluster.local',
                port: { number: 80 },
              },
              weight: 100,
            },
          ],
          retries: { attempts: 0 },
        },
      ],
    },
  });
});
