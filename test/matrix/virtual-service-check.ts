import { listOf } from '../../base';
import { isSince, isWithin } from './release';
import { at, fieldsOf, type Manifest, type Value } from './rendered-stack';
import { virtualServiceFieldProblems } from './virtual-service-fields';

/** The API versions that an Istio release serves (istio.md, section 1; none was ever taken back). */
const SERVED = [
  ['1.0', 'networking.istio.io/v1alpha3'],
  ['1.5', 'networking.istio.io/v1beta1'],
  ['1.22', 'networking.istio.io/v1'],
] as const;

/** What is wrong with a VirtualService for the Istio and the Knative of its cluster. */
export function virtualServiceProblems(
  { apiVersion, metadata, spec }: Manifest,
  { istio, knative }: { readonly istio: string; readonly knative: string },
): string[] {
  const problems = virtualServiceFieldProblems(spec, istio);
  const refuse = (isWrong: boolean, message: string) => {
    if (isWrong) problems.push(message);
  };

  const served = SERVED.find(([, version]) => version === apiVersion)?.[0];
  refuse(served === undefined || !isSince(istio, served), `${apiVersion} is not served`);
  refuse(metadata.namespace !== 'kfaas-system' || metadata.name.length > 253, 'its name or namespace');

  // One host: from 1.7 to 1.21 the routes of one of several can overwrite another's (istio.md, section 3).
  const hosts = listOf(spec.hosts);
  refuse(hosts.length !== 1, `${hosts.length} hosts`);
  refuse(!/^[-a-z0-9]+-ksvc-gateway\.kfaas-system\.svc\.cluster\.local$/.test(String(hosts[0])), 'its host');
  const local = isSince(knative, '0.19') ? 'knative-local-gateway' : 'cluster-local-gateway';
  const spell = (name: string) =>
    isSince(istio, '1.1') ? `knative-serving/${name}` : `${name}.knative-serving.svc.cluster.local`;
  const gateways = [local, 'knative-ingress-gateway'].map(spell);
  refuse(
    JSON.stringify(spec.gateways) !== JSON.stringify(gateways),
    `gateways ${JSON.stringify(spec.gateways)}`,
  );
  refuse('exportTo' in spec, 'exportTo, which nobody asked for');

  const rules = listOf(spec.http);
  refuse(rules.length === 0, 'no rule');
  for (const rule of rules) {
    const isAnswer = at(rule, 'redirect') !== undefined || at(rule, 'directResponse') !== undefined;
    // From 1.2 on, what is sent on says how often it is retried.
    const sent = ['route', 'rewrite', 'retries', 'timeout', 'fault', 'mirror'];
    if (isAnswer)
      refuse(
        sent.some((field) => at(rule, field) !== undefined),
        'an answer that is sent on',
      );
    else problems.push(...routeProblems(rule, istio, `${local}.istio-system.svc.cluster.local`));
    if (!isAnswer) problems.push(...retryProblems(at(rule, 'retries'), istio));
    const shares = ['mirrorPercent', 'mirrorPercentage'].filter((field) => at(rule, field) !== undefined);
    refuse(shares.includes('mirrorPercent') && isSince(istio, '1.6'), 'a share of a mirror by its old name');
    refuse(
      shares.length > 1 || (shares.length > 0 && at(rule, 'mirror') === undefined),
      'a share of a mirror',
    );
    problems.push(...listOf(at(rule, 'match')).flatMap((match) => matchProblems(match, istio)));
    refuse(listOf(at(rule, 'match')).length === 0, 'a rule that takes every request');
    const delay = fieldsOf(at(rule, 'fault', 'delay')).map(([name]) => name);
    refuse(delay.includes('percent') === delay.includes('percentage') && delay.length > 0, 'share of delays');
  }
  return problems;
}

function routeProblems(rule: Value, istio: string, gatewayService: string): string[] {
  const problems: string[] = [];
  const refuse = (isWrong: boolean, message: string) => {
    if (isWrong) problems.push(message);
  };
  const destinations = listOf(at(rule, 'route'));
  const authority = at(rule, 'rewrite', 'authority');
  const hosts = destinations.map((of) => at(of, 'headers', 'request', 'set', 'Host'));
  refuse(destinations.length === 0, 'a rule without a route');
  const isKnative = (destination: Value) => at(destination, 'destination', 'host') === gatewayService;
  for (const destination of destinations) {
    const host = String(at(destination, 'destination', 'host'));
    refuse(
      /-local-gateway[.]istio-system[.]/.test(host) && host !== gatewayService,
      'the host of a destination',
    );
    refuse(isKnative(destination) && at(destination, 'destination', 'port', 'number') !== 80, 'a port');
    refuse(!host.includes('.'), 'a host that kfaas-system has not');
    const headers = fieldsOf(at(destination, 'headers', 'request', 'set'));
    // From 1.8 a % in a value is half of a %%.
    const odd = headers.filter(([, value]) => String(value).replaceAll('%%', '').includes('%'));
    refuse(odd.length > 0 && isSince(istio, '1.8'), 'a single % in a header');
  }
  // A route's authority overrides those of its destinations (istio.md, section 6): one form or the other.
  if (destinations.length === 1) {
    refuse(isKnative(destinations[0]) && typeof authority !== 'string', 'a Knative Service without its Host');
    refuse(hosts[0] !== undefined, 'the authority of a single destination');
    return problems;
  }
  refuse(authority !== undefined, 'an authority that overrides those of the destinations');
  const knative = hosts.filter((_, index) => isKnative(destinations[index]));
  refuse(new Set(knative).size !== knative.length || knative.includes(undefined), 'hosts of destinations');
  const isNamed = hosts.some((host) => host !== undefined);
  refuse(isNamed && (!isSince(istio, '1.1') || istio === '1.10.0'), 'hosts of destinations are dropped');
  const weights = destinations.map((of) => Number(at(of, 'weight')));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  refuse(isSince(istio, '1.15') ? sum <= 0 : sum !== 100, `weights of ${sum}`);
  refuse(
    weights.some((weight) => !Number.isInteger(weight) || weight < 1 || weight > 100),
    'a weight',
  );
  return problems;
}

/** Istio retries twice by default from 1.1, which the double pass would square: from 1.2 it must be said. */
function retryProblems(retries: Value, istio: string): string[] {
  const attempts = at(retries, 'attempts');
  if (!isSince(istio, '1.2')) return attempts === 0 ? ['retries of 0 attempts'] : [];
  if (attempts === undefined) return ['retries by default'];
  return attempts === 0 && fieldsOf(retries).length > 1 ? ['conditions on no retries'] : [];
}

function matchProblems(match: Value, istio: string): string[] {
  const texts = [
    at(match, 'uri'),
    at(match, 'method'),
    ...['headers', 'withoutHeaders', 'queryParams'].flatMap((field) =>
      fieldsOf(at(match, field)).map(([, text]) => text),
    ),
  ].filter((text) => text !== undefined);
  const names = ['headers', 'withoutHeaders'].flatMap((field) =>
    fieldsOf(at(match, field)).map(([name]) => name),
  );
  // The webhook was too strict for a while.
  const headerName = isWithin(istio, '1.23.0-1.24.4') ? /^[-_a-z0-9]+$/ : /^[-!#$%&'*+.^_`|~0-9a-z]+$/;
  return [
    ...texts.flatMap((text) => textProblems(text, istio)),
    ...(at(match, 'uri') === undefined ? ['a match of every path'] : []),
    // A missing header counts as an empty one from 1.22; before, it takes no condition on its value.
    ...fieldsOf(at(match, 'withoutHeaders')).flatMap(([name, text]) =>
      fieldsOf(text).length === 0 || isSince(istio, '1.22') ? [] : [`a value that ${name} must not have`],
    ),
    ...names.filter((name) => !headerName.test(name)).map((name) => `header ${name}`),
  ];
}

/** Exactly one kind; no empty one, which matches everything or is refused; regexes as far as the engine reads them. `{}` is presence from 1.18. */
function textProblems(text: Value, istio: string): string[] {
  const kinds = fieldsOf(text);
  if (kinds.length === 0 && isSince(istio, '1.18')) return [];
  const [[kind, value] = ['none', '']] = kinds;
  if (kinds.length !== 1 || value === '') return [`a match by ${JSON.stringify(text)}`];
  if (kind !== 'regex') return [];
  const regex = String(value);
  if (regex.length > 1024) return ['a regex that the webhook refuses from 1.13'];
  // Before 1.4 std::regex reads it: what it does not share with RE2 begins with (? or is an escaped letter.
  const isStrange = /\(\?|\\[a-ce-rt-vx-zA-CE-RT-VX-Z]/.test(regex);
  return isStrange && !isSince(istio, '1.4') ? [`std::regex reads ${regex} in its own way`] : [];
}
