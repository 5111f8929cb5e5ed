import { isMapping, listOf, mappingOf, textOf, type Mapping } from '../base';
import { ksvcHost } from '../constructs';
import { hostKey, isHostHeader, type Outcome } from '../routing';
import type { CorrectionKind } from './remarks';
import { knativeServiceOf, type RouteContext } from './route-context';

/**
 * What a rule does with the corrections that were told: so that the comparison proves that nothing else is different.
 *
 * Example: a rule without `retries` that was corrected so has `attempts: 0`.
 * @param kinds the corrections of this rule; of others, nothing is changed
 */
export function correctedOutcome(
  outcome: Outcome,
  kinds: ReadonlySet<CorrectionKind>,
  context: RouteContext,
): Outcome {
  let corrected = outcome;
  if (kinds.has('misplaced-weight')) corrected = { ...corrected, weight: undefined };
  if (kinds.has('zero-timeout')) corrected = { ...corrected, timeout: undefined };
  if (kinds.has('default-retries')) {
    corrected = { ...corrected, retries: corrected.retries ?? { attempts: 0 } };
  }
  return kinds.has('gateway-name') ? throughOwnGateway(corrected, context) : corrected;
}

/** The rule through the local gateway of the cluster's versions, with the names of Knative Services in full. */
function throughOwnGateway(outcome: Outcome, context: RouteContext): Outcome {
  const rewrite = mappingOf(outcome.rewrite);
  return {
    ...outcome,
    ...(isMapping(outcome.rewrite) ? { rewrite: { ...rewrite, ...spelledOut(rewrite, 'authority') } } : {}),
    route: listOf(outcome.route).map((entry) => {
      const { destination, headers, ...rest } = mappingOf(entry);
      return {
        ...rest,
        ...(headers === undefined ? {} : { headers: withFullHost(mappingOf(headers)) }),
        destination: ownDestination(mappingOf(destination), context),
      };
    }),
  };
}

function ownDestination(
  destination: Mapping,
  { localGateways, ownNamespace, profile: { localGateway } }: RouteContext,
): Mapping {
  const host = hostKey(textOf(destination.host) ?? '', ownNamespace);
  if (!localGateways.has(host)) return destination;
  return { ...destination, host: localGateway.serviceHost, port: { number: localGateway.port } };
}

function withFullHost(headers: Mapping): Mapping {
  const request = mappingOf(headers.request);
  const set = mappingOf(request.set);
  const spelled = Object.fromEntries(
    Object.entries(set).map(([name, value]) => (isHostHeader(name) ? [name, inFull(value)] : [name, value])),
  );
  return { ...headers, request: { ...request, set: spelled } };
}

function spelledOut(fields: Mapping, name: string): Mapping {
  return fields[name] === undefined ? {} : { [name]: inFull(fields[name]) };
}

function inFull(authority: unknown): unknown {
  const named = knativeServiceOf(textOf(authority) ?? '');
  return named === undefined ? authority : ksvcHost(named.namespace, named.service);
}
