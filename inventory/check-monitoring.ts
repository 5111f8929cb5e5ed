import { isLabelName, isLabelValue } from '../base';
import type { ValuePath } from '../shape';
import type { Environment } from './environment';
import { problem, type InventoryProblem } from './problem';

/** The names of labels in Prometheus, which are not those of Kubernetes. */
const PROMETHEUS_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Labels of alerts that every alert has already. */
const OWN_LABELS = ['alertname', 'severity', 'function', 'contact'];

/** Finds what is wrong in how the gateways' metrics are collected. */
export function checkMonitoring({ monitoring, network }: Environment): InventoryProblem[] {
  if (monitoring === undefined) return [];
  const { scrape, labels = {}, alerts, dashboards } = monitoring;
  const own = ['monitoring'];
  const problems = checkObjectLabels(labels, [...own, 'labels']);
  if (network?.metrics === undefined) {
    const message = 'metrics are to be collected, and the network policies of the gateways let nobody do it';
    const help = "name who collects them in network.metrics, as in { namespaces: ['monitoring'] }";
    problems.push({ code: 'KF508', path: own, message, help });
  }
  if (scrape === 'annotations' && Object.keys(labels).length > 0) {
    const message = 'monitoring.labels are of a PodMonitor, and pods are found by annotations';
    problems.push(problem([...own, 'labels'], message, "leave them out, or write scrape: 'pod-monitor'"));
  }
  if (dashboards !== undefined) {
    const where = [...own, 'dashboards'];
    if (alerts === undefined) {
      const message = 'dashboards show series that the rules of the alerts record, and there are none';
      problems.push(problem(where, message, 'write alerts: {}, or leave the dashboards out'));
    }
    problems.push(
      ...checkObjectLabels(dashboards.labels ?? {}, [...where, 'labels']),
      ...checkAnnotations(dashboards.annotations ?? {}, [...where, 'annotations']),
    );
  }
  if (alerts === undefined) return problems;
  const path = [...own, 'alerts'];
  if (scrape === 'annotations') {
    const message =
      'alerts know the gateways by labels that a PodMonitor gives to their metrics, and there is none';
    problems.push(problem(path, message, "write scrape: 'pod-monitor', or leave the alerts out"));
  }
  return [
    ...problems,
    ...checkAlertLabels(alerts.labels ?? {}, [...path, 'labels']),
    ...checkRange(alerts.errorPercent, [...path, 'errorPercent'], 100),
    ...checkRange(alerts.timeoutPercent, [...path, 'timeoutPercent'], 100),
    ...checkRange(alerts.busyPercent, [...path, 'busyPercent'], 100),
    ...checkRange(alerts.certificateDays, [...path, 'certificateDays'], 365),
  ];
}

function checkObjectLabels(labels: Readonly<Record<string, string>>, own: ValuePath): InventoryProblem[] {
  return Object.entries(labels).flatMap(([name, value]): InventoryProblem[] => {
    const path = [...own, name];
    if (!isLabelName(name)) {
      const message = `${JSON.stringify(name)} is not the name of a label`;
      return [{ ...problem(path, message, 'write it as release or example.com/release'), at: 'key' }];
    }
    if (isLabelValue(value)) return [];
    const message = `${JSON.stringify(value)} is not the value of a label`;
    return [problem(path, message, 'use letters, digits and - _ . inside')];
  });
}

function checkAnnotations(annotations: Readonly<Record<string, string>>, own: ValuePath): InventoryProblem[] {
  return Object.keys(annotations)
    .filter((name) => !isLabelName(name))
    .map((name) => {
      const message = `${JSON.stringify(name)} is not the name of an annotation`;
      return { ...problem([...own, name], message, 'write it as grafana_folder'), at: 'key' };
    });
}

function checkAlertLabels(labels: Readonly<Record<string, string>>, own: ValuePath): InventoryProblem[] {
  return Object.keys(labels).flatMap((name): InventoryProblem[] => {
    const path = [...own, name];
    if (OWN_LABELS.includes(name)) {
      return [
        { ...problem(path, `every alert has a label ${name} already`, 'choose another name'), at: 'key' },
      ];
    }
    if (PROMETHEUS_LABEL.test(name) && !name.startsWith('__')) return [];
    const message = `${JSON.stringify(name)} is not the name of a label in Prometheus`;
    return [{ ...problem(path, message, 'use letters, digits and _, as in team'), at: 'key' }];
  });
}

function checkRange(value: number | undefined, path: ValuePath, most: number): InventoryProblem[] {
  if (value === undefined || (value > 0 && value < most)) return [];
  const message = `${path.join('.')} is ${value}`;
  return [problem(path, message, `write a number above 0 and below ${most}`)];
}
