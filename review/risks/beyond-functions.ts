import {
  isLocalGateway,
  isMapping,
  listOf,
  mappingOf,
  serviceOfHost,
  textOf,
  type Mapping,
} from '../../base';
import type { Destination } from '../../routing';
import type { Answer, RequestReview } from '../model';
import { targetOf, type ChangedRules } from './changed-rules';
import { listed, spellRequests } from './listed';
import { gather, type RiskFamily, type RiskOccurrence } from './occurrence';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';

/*
 * What happens to requests beside that a function's Knative Service answers them: another host does, Envoy itself does, or somebody
 * gets copies. It is told of functions alone, whose requests usually go to Knative Services; in other meshes none of it is remarkable.
 */

/** Requests that go to a host which is no Knative Service. */
const OTHER_HOSTS: RiskFamily = {
  code: 'KF830',
  one: ({ subject }, details) => ({
    message: `${subject} sends requests to what is no Knative Service: ${details}`,
    help: 'make sure that it is there and may be reached from the gateway: nothing scales it, and the alerts of functions do not count its answers',
  }),
  many: (count, subjects) => ({
    message: `${count} functions send requests to what is no Knative Service: ${subjects}`,
    help: 'make sure that the hosts are there and may be reached from the gateway; -o json lists all',
  }),
};

/** Requests that Envoy answers by itself. */
const NO_FUNCTION: RiskFamily = {
  code: 'KF831',
  one: ({ subject }, details) => ({
    message: `requests of ${subject} are answered without it: ${details}`,
    help: 'make sure that clients follow the redirect, or that the answer is what they expect: no function sees these requests any more',
  }),
  many: (count, subjects) => ({
    message: `requests of ${count} functions are answered without them: ${subjects}`,
    help: 'make sure that clients follow the redirects and expect the answers; -o json lists all',
  }),
};

/** Requests of which somebody gets copies. */
const COPIES: RiskFamily = {
  code: 'KF832',
  one: ({ subject }, details) => ({
    message: `copies of requests of ${subject} go elsewhere: ${details}`,
    help: 'make sure that whoever gets them may read what callers send, and that their work may be done twice',
  }),
  many: (count, subjects) => ({
    message: `copies of requests of ${count} functions go elsewhere: ${subjects}`,
    help: 'make sure that whoever gets them may read what callers send; -o json lists all',
  }),
};

/** KF830 to KF832: requests of functions that newly go to other hosts, are answered by Envoy, or are copied. */
export function beyondFunctions({ changes }: RequestReview, rules: ChangedRules): readonly Risk[] {
  const seen = (
    details: (before: Answer | undefined, after: Answer) => readonly string[],
  ): RiskOccurrence[] =>
    changes.flatMap((change, index) => {
      const { before, after, requests } = change;
      if (after?.function === undefined) return [];
      const found = details(before, after).map((detail) => `${detail} for ${spellRequests(requests)}`);
      return found.length === 0
        ? []
        : [requestOccurrence(change, index, rules, { severity: 'warning', details: found })];
    });
  return [
    ...gather(OTHER_HOSTS, seen(newHosts)),
    ...gather(NO_FUNCTION, seen(newAnswer)),
    ...gather(COPIES, seen(newMirrors)),
  ];
}

function newHosts(before: Answer | undefined, after: Answer): readonly string[] {
  const known = new Set((before?.destinations ?? []).map(targetOf));
  const found = after.destinations.filter((one) => !isKnative(one) && !known.has(targetOf(one)));
  const names = found.map(({ host, port }) => (port === undefined ? host : `${host}:${port}`));
  return names.length === 0 ? [] : [listed([...new Set(names)])];
}

/** Behind the local gateway, whatever it is called, the authority names a Knative Service. */
function isKnative({ host, authority = '' }: Destination): boolean {
  return isLocalGateway(host) || serviceOfHost(authority) !== undefined;
}

function newAnswer(before: Answer | undefined, after: Answer): readonly string[] {
  const answer = answerOf(after.rule);
  // What nobody answered before is not taken from a function.
  return answer === undefined || before === undefined || before.destinations.length === 0 ? [] : [answer];
}

/** What Envoy answers by itself; undefined for a rule that sends requests on. */
function answerOf({ redirect, directResponse }: Mapping): string | undefined {
  if (isMapping(redirect)) {
    const { scheme, authority, uri } = redirect;
    const to = [textOf(scheme) ?? '', textOf(authority) ?? '', textOf(uri) ?? ''].filter(
      (part) => part !== '',
    );
    return `a redirect to ${to.join(' ') || 'another port'}`;
  }
  if (!isMapping(directResponse)) return undefined;
  const { status } = directResponse;
  return typeof status === 'number' ? `status ${status}` : 'an answer';
}

function newMirrors(before: Answer | undefined, after: Answer): readonly string[] {
  const known = new Set(before === undefined ? [] : mirrorsOf(before.rule));
  const found = mirrorsOf(after.rule).filter((host) => !known.has(host));
  return found.length === 0 ? [] : [`to ${listed(found)}`];
}

function mirrorsOf({ mirror, mirrors }: Mapping): readonly string[] {
  const all = [mirror, ...listOf(mirrors).map((one) => mappingOf(one).destination)];
  return [...new Set(all.flatMap((one) => textOf(mappingOf(one).host) ?? []))];
}
