import { changedLines, type ChangedLine } from '../golden/stacks/changed-lines';
import { explained } from '../golden/stacks/explanations';
import { ENVIRONMENTS } from '../../environments';
import { type Cluster, type Environment } from '../../inventory';
import { COMPONENTS, type PlatformOverrides, type PlatformVersions } from '../../platform';
import { STEPS } from './one-version-steps';
import { isSince } from './release';
import { renderStack, withHttpChallenge } from './rendered-stack';

/** The cluster that is moved; the others stay as they are. */
const MOVED = 'prod-us';

const NAMED = STEPS.map((step) => ({
  ...step,
  name: `${step.component} ${step.from?.[step.component] ?? 'as shipped'} to ${step.to}`,
}));

test.each(NAMED)(
  '$name changes these lines, and the tables say why',
  ({ component, from, to, lines, comes = [] }) => {
    const shipped = ENVIRONMENTS.flatMap(({ clusters }) => clusters).find(({ name }) => name === MOVED);
    if (shipped === undefined) throw new Error(`there is no cluster ${MOVED}`);
    const before = from ?? shipped.platform;
    const after = { ...before, [component]: to };
    // One string changes: the label that operators had to name before 1.21 stays.
    const overrides = isSince(before.kubernetes, '1.21') ? {} : { namespaceLabel: 'example.com/namespace' };
    const [old, now] = [before, after].map((platform) => filesWith(platform, overrides));
    const added = [...(now?.keys() ?? [])].filter((file) => old?.has(file) === false);
    expect(added).toEqual(comes);

    const changed = changedLines(old ?? new Map(), now ?? new Map()).filter(
      ({ file }) => !added.includes(file),
    );
    const isVersion = ({ kind, text }: ChangedLine) => kind === 'Namespace' && text.includes('kfaas.io/');
    const name = component === 'certManager' ? 'cert-manager' : component;
    expect(counted(changed.filter(isVersion))).toEqual([
      `1 x Namespace - kfaas.io/${name}: '${before[component]}'`,
      `1 x Namespace + kfaas.io/${name}: '${to}'`,
    ]);
    expect(counted(changed.filter((line) => !isVersion(line)))).toEqual(lines);
    expect(changed.filter(({ file }) => !file.startsWith(`prod/${MOVED}/`))).toEqual([]);
    expect(explained(changed, before, after).filter(({ because }) => because === 'nothing')).toEqual([]);
  },
);

/** The shipped environments with one cluster on other versions. */
/** The files by versions and overrides: several steps start where another one does. */
const rendered = new Map<string, ReadonlyMap<string, string>>();

function filesWith(platform: PlatformVersions, overrides: PlatformOverrides): ReadonlyMap<string, string> {
  const key = JSON.stringify([COMPONENTS.map((component) => platform[component]), overrides]);
  const files = rendered.get(key) ?? renderStack(withPlatform(platform, overrides)).files;
  rendered.set(key, files);
  return files;
}

function withPlatform(platform: PlatformVersions, overrides: PlatformOverrides): Environment[] {
  const move = (cluster: Cluster) => (cluster.name === MOVED ? { ...cluster, platform, overrides } : cluster);
  return ENVIRONMENTS.map((environment) => ({
    ...environment,
    domains: environment.domains.map(withHttpChallenge),
    clusters: environment.clusters.map(move),
  }));
}

/** Each line once, with its kind and the number of times that it comes or goes. */
function counted(lines: readonly ChangedLine[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind, sign, text } of lines) {
    // The bounds of the scale are the functions' own.
    const key = `${kind} ${sign} ${text.trim().replace(/(scale): '\d+'$/i, "$1: 'n'")}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `${count} x ${line}`);
}
