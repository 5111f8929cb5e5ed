import type { Monitoring } from '../../inventory';
import { complaints } from './complaints';

/** What is said of an environment with monitoring, whose metrics somebody may collect or nobody. */
function told(monitoring: Monitoring, isOpen = true): string[] {
  const network = isOpen ? { metrics: { namespaces: ['monitoring'] } } : {};
  return complaints({ monitoring, network })
    .split('\n')
    .filter((line) => /^\S+ (error|warning) /.test(line))
    .map((line) => line.replace(/^\S+ \S+ /, ''));
}

test('monitoring that is declared well', () => {
  expect(told({ scrape: 'annotations' })).toEqual([]);
  const alerts = { labels: { team: 'platform' }, errorPercent: 2.5, busyPercent: 50, certificateDays: 30 };
  expect(told({ scrape: 'pod-monitor', labels: { release: 'prometheus' }, alerts })).toEqual([]);
});

test('metrics that nobody may collect', () => {
  expect(told({ scrape: 'annotations' }, false)).toEqual([
    'KF508 metrics are to be collected, and the network policies of the gateways let nobody do it',
  ]);
});

test('what only a PodMonitor gives', () => {
  expect(told({ scrape: 'annotations', labels: { release: 'a' }, alerts: {} })).toEqual([
    'KF501 monitoring.labels are of a PodMonitor, and pods are found by annotations',
    'KF501 alerts know the gateways by labels that a PodMonitor gives to their metrics, and there is none',
  ]);
});

test('dashboards', () => {
  const dashboards = { labels: { 'a b': '1' }, annotations: { 'c d': 'e' } };
  expect(
    told({
      scrape: 'pod-monitor',
      alerts: {},
      dashboards: { annotations: { grafana_folder: 'KFaas: all' } },
    }),
  ).toEqual([]);
  expect(told({ scrape: 'pod-monitor', dashboards })).toEqual([
    'KF501 dashboards show series that the rules of the alerts record, and there are none',
    'KF501 "a b" is not the name of a label',
    'KF501 "c d" is not the name of an annotation',
  ]);
});

test('names, values and numbers', () => {
  const alerts = {
    labels: { alertname: 'a', 'a-b': 'c', __x: 'y' },
    errorPercent: 0,
    busyPercent: 100,
    certificateDays: -1,
  };
  expect(told({ scrape: 'pod-monitor', labels: { 'a b': 'c', d: 'e f' }, alerts })).toEqual([
    'KF501 "a b" is not the name of a label',
    'KF501 "e f" is not the value of a label',
    'KF501 every alert has a label alertname already',
    'KF501 "a-b" is not the name of a label in Prometheus',
    'KF501 "__x" is not the name of a label in Prometheus',
    'KF501 monitoring.alerts.errorPercent is 0',
    'KF501 monitoring.alerts.busyPercent is 100',
    'KF501 monitoring.alerts.certificateDays is -1',
  ]);
});
