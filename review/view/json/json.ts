import type { Finding, Place } from '../../../findings';
import { isDifferent, type Review, type Risk } from '../../risks';
import type { ClusterName, ConnectionChange } from '../../model';
import { objectJson } from './object-json';
import {
  destinationJson,
  equivalentJson,
  hostJson,
  requestChangeJson,
  treeJson,
  witnessJson,
} from './request-json';
import { countBySeverity, verdictSentence } from '../text';
import { functionRolloutJson, rolloutJson } from './rollout-json';

/** Version of the document: it grows when a field is renamed, is taken away or means something else. */
const VERSION = 1;

/**
 * Renders a review for programs, whole: docs/review.md has the fields. The keys are in one order, so that two reviews
 * can be compared as text.
 */
export function renderReviewJson(review: Review): string {
  const { requests, objects, risks, rollouts, problems } = review;
  const { error, warning, note } = countBySeverity(risks);
  const document = {
    version: VERSION,
    base: review.base,
    head: review.head,
    verdict: requests.verdict,
    sentence: verdictSentence(review),
    different: isDifferent(review),
    compared: {
      clusters: requests.compared.clusters,
      hosts: requests.compared.hosts,
      routes: requests.compared.routes,
      alike: requests.compared.alike,
    },
    summary: {
      requests: requests.changes.length,
      equivalent: requests.equivalent.length,
      undecided: requests.undecided.length,
      objects: objects.length,
      risks: { errors: error, warnings: warning, notes: note },
      problems: problems.length,
    },
    requests: requests.changes.map(requestChangeJson),
    equivalent: requests.equivalent.map(equivalentJson),
    undecided: requests.undecided.map(hostJson),
    orderDependent: requests.orderDependent.map(({ side, where }) => ({ side, where: hostJson(where) })),
    trees: requests.trees.map(treeJson),
    connections: (review.connections ?? []).map(connectionJson),
    objects: objects.map(objectJson),
    risks: risks.map(riskJson),
    rollouts: rollouts.map(rolloutJson),
    functionRollouts: (review.functionRollouts ?? []).map(functionRolloutJson),
    assumptions: [...review.assumptions],
    problems: problems.map(findingJson),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

// Each object is written out key by key: the keys and their order are the contract, whatever the caller hands in.

function connectionJson({ gateway, field, port, serverNames, before, after }: ConnectionChange) {
  const [from, to] = [before, after].map((each) => each?.map(destinationJson));
  return { gateway, field, port, serverNames: [...serverNames], before: from, after: to };
}

function riskJson(risk: Risk) {
  const { teams, where, requestChanges, objectChanges } = risk;
  return {
    ...findingJson(risk),
    teams: [...teams],
    where: where.map(clusterJson),
    requestChanges: [...requestChanges],
    objectChanges: [...objectChanges],
  };
}

function clusterJson({ environment, cluster }: ClusterName) {
  return { environment, cluster };
}

function findingJson({ code, severity, message, help, places, routes = [], witness }: Finding) {
  return {
    code,
    severity,
    message,
    help,
    places: places.map(placeJson),
    routes: routes.map(({ virtualService, rule, match }) => ({ virtualService, rule, match })),
    witness: witness === undefined ? null : witnessJson(witness),
  };
}

function placeJson({ file, line, column, object, side }: Place) {
  return { file, line, column, object: object ?? null, side: side ?? 'after' };
}
