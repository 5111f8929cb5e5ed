import { COMPONENT_NAMES, type Component, type ParsedVersions, type PlatformVersions } from './component';
import { rowAt, valueOf } from './fact';
import { ISTIO_RENDERING } from './istio-rendering';
import { KNATIVE_ROUTING, KNATIVE_SPELLING } from './knative-spelling';
import { CEILINGS, FLOORS, TRIED_ISTIO, TRIED_KUBERNETES } from './pair-tables';
import { atLeast, isNewerRelease } from './version';
import type { VersionProblem } from './version-problem';

const TRY_FIRST = 'try it in the test environment first';

/** Judges the versions of a cluster against each other. */
export function versionPairs(given: PlatformVersions, versions: ParsedVersions): VersionProblem[] {
  const { istio, knative } = versions;
  const kubernetes = { ...versions.kubernetes, patch: 0 };
  // Who names no patch level is not told off for it.
  const namesPatch = /\.\d+\./.test(given.kubernetes);
  const patched = namesPatch ? versions.kubernetes : { ...kubernetes, patch: Number.POSITIVE_INFINITY };
  const problems: VersionProblem[] = [];
  const named = (component: Component) => `${COMPONENT_NAMES[component]} ${given[component]}`;
  const say = (
    kind: VersionProblem['kind'],
    message: string,
    help: string,
    component: Component = 'kubernetes',
  ) => problems.push({ kind, field: ['platform', component], message, help });

  for (const fact of FLOORS) {
    const [, oldest, why = ''] = rowAt(fact, versions[fact.component]) ?? [];
    if (oldest === undefined || atLeast(patched, oldest)) continue;
    const message = `${named('kubernetes')} is too old for ${named(fact.component)}: ${why}`;
    say('impossible', message, `it works from Kubernetes ${oldest} on`);
  }
  for (const of of CEILINGS) {
    const [, newest, why = ''] = rowAt(of, versions[of.component]) ?? [];
    if (newest === undefined || !isNewerRelease(kubernetes, newest)) continue;
    const message = `${named('kubernetes')} is too new for ${named(of.component)}: ${why}`;
    say('impossible', message, `${newest} is the newest; upgrade ${COMPONENT_NAMES[of.component]} first`);
  }
  if (!atLeast(istio, '1.1') && atLeast(knative, '0.8')) {
    const message = `${named('knative')} does not work with ${named('istio')}: it writes headers and gateways that Istio has from 1.1 on`;
    say('impossible', message, 'upgrade Istio to 1.1 first, or stay on Knative 0.7', 'knative');
  }
  if (problems.length > 0) return problems;

  const [, tried] = rowAt(TRIED_ISTIO, knative) ?? [];
  const isTried = tried !== undefined && atLeast(istio, tried[0]) && !isNewerRelease(istio, tried[1]);
  if (tried !== undefined && !isTried) {
    const message = `${named('knative')} was not tested with ${named('istio')}`;
    say('untested', message, `it was with Istio ${TRIED_ISTIO.spell(tried)}; ${TRY_FIRST}`, 'istio');
  }
  const [, newest, why = ''] = rowAt(TRIED_KUBERNETES, istio) ?? [];
  if (newest !== undefined && isNewerRelease(kubernetes, newest)) {
    const message = `${named('istio')} was not tested with ${named('kubernetes')}: it is built with ${why}`;
    say('untested', message, `${newest} is the newest that it was tested with; ${TRY_FIRST}`);
  }
  return problems;
}

/** What the versions of a cluster do in spite of what is rendered. */
export function behaviourProblems(given: PlatformVersions, versions: ParsedVersions): VersionProblem[] {
  const problems: VersionProblem[] = [];
  const retries = valueOf(ISTIO_RENDERING.defaultRetries, versions);
  if (retries > 0 && !valueOf(ISTIO_RENDERING.zeroAttempts, versions)) {
    problems.push({
      kind: 'behaviour',
      field: ['platform', 'istio'],
      message: `Istio ${given.istio} retries a failed request ${retries} times by default, and this cannot be turned off: it refuses retries of 0 attempts`,
      help: 'upgrade to Istio 1.2, which takes them; until then functions without retries are retried at both passes',
    });
  }
  if (valueOf(KNATIVE_ROUTING.needsVisibilityLabel, versions)) {
    const label = valueOf(KNATIVE_SPELLING.visibilityLabel, versions);
    problems.push({
      kind: 'behaviour',
      field: ['platform', 'knative'],
      message: `on Knative ${given.knative} the local gateway knows Knative Services with the label ${label}: cluster-local alone; requests to others end in 404`,
      help: 'KFaas labels those that it renders (`service:`); label the others where they are deployed, or upgrade to Knative 0.9',
    });
  }
  return problems;
}
