import {
  COMPONENT_NAMES,
  COMPONENTS,
  KNOWN_RELEASES,
  type Component,
  type ParsedVersions,
  type PlatformVersions,
} from './component';
import { compareVersions, isNewerRelease, parseVersion, type Version } from './version';
import type { VersionProblem } from './version-problem';

/** What to do with versions that are newer than any that is known: take them for the newest known. */
export type Assume = 'newest';

/** The versions of a cluster, read. */
export interface ReadVersions {
  /** `undefined` where one is unknown. */
  readonly versions: ParsedVersions | undefined;
  readonly problems: readonly VersionProblem[];
}

/** Reads the versions of a cluster; those that are unknown are problems, all at once. */
export function readVersions(given: PlatformVersions, assume?: Assume): ReadVersions {
  const problems: VersionProblem[] = [];
  const versions: Partial<Record<Component, Version>> = {};
  for (const component of COMPONENTS) {
    const value = given[component];
    const version = parseVersion(value);
    const problem = problemOf(component, value, version, assume === undefined);
    if (problem !== undefined) problems.push(problem);
    if (problem !== undefined || version === undefined) continue;
    const isKnown = !isNewerRelease(version, KNOWN_RELEASES[component].newest);
    versions[component] = isKnown ? version : newestOf(component);
    if (!isKnown) problems.push(assumption(component, value));
  }
  const isWhole = COMPONENTS.every((component) => versions[component] !== undefined);
  return { versions: isWhole ? (versions as ParsedVersions) : undefined, problems };
}

function problemOf(
  component: Component,
  value: string,
  version: Version | undefined,
  refusesNewer: boolean,
): VersionProblem | undefined {
  const name = COMPONENT_NAMES[component];
  const field = ['platform', component];
  const { oldest, newest } = KNOWN_RELEASES[component];
  if (version === undefined) {
    const message = `"${value}" is not a version of ${name}`;
    return { kind: 'unknown', field, message, help: `write it as ${newest} or with a patch level` };
  }
  if (refusesNewer && isNewerRelease(version, newest)) {
    const message = `${name} ${value} is newer than any release that KFaas knows`;
    const help = `the newest known release is ${newest}; extend the tables in platform/, or say assume: 'newest' in the environment to render for it as for ${newest}`;
    return { kind: 'unknown', field, message, help };
  }
  const first = parseVersion(oldest);
  if (first === undefined || compareVersions(version, first) >= 0) return undefined;
  const message = `${name} ${value} is older than any release that KFaas renders for`;
  return { kind: 'unknown', field, message, help: `the oldest is ${oldest}` };
}

function assumption(component: Component, value: string): VersionProblem {
  const { newest } = KNOWN_RELEASES[component];
  const message = `${COMPONENT_NAMES[component]} ${value} is not known: it is taken for ${newest}`;
  return {
    kind: 'untested',
    field: ['platform', component],
    message,
    help: 'what it changed is not known here; extend the tables in platform/ soon',
  };
}

/** The newest known release; every patch of it is known. */
function newestOf(component: Component): Version {
  const version = parseVersion(KNOWN_RELEASES[component].newest);
  if (version === undefined) throw new Error(`the newest known ${component} is no version`);
  return version;
}
