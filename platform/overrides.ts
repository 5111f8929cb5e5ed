import { isLabelName, isLabelValue } from '../base';
import type { ParsedVersions, PlatformVersions } from './component';
import { fact, OLDEST, valueOf, type Fact } from './fact';
import { KNATIVE_FLAGS } from './knative-pod';
import { ISTIO_RENDERING } from './istio-rendering';
import type { LocalGateway } from './local-gateway';
import type { PathNormalization } from './routing-rules';
import { atLeast, type Version } from './version';
import type { VersionProblem } from './version-problem';

/** What the operators of a cluster have re-pointed: it comes before what follows from the versions. */
export interface PlatformOverrides {
  /**
   * The local gateway, or parts of it (Knative's ConfigMap `config-istio`).
   * @default - the one that the Knative version programs
   */
  readonly localGateway?: Partial<LocalGateway>;
  /**
   * The Gateway that Knative binds public hosts to, as `namespace/name`.
   * @default knative-serving/knative-ingress-gateway
   */
  readonly ingressGateway?: string;
  /**
   * Where VirtualServices are visible: `exportTo` of each. From Istio 1.7 on namespaces, the gateway pods' among them;
   * before, `*` alone.
   * @default - not rendered: visible everywhere, unless the mesh says otherwise
   */
  readonly exportTo?: readonly string[];
  /**
   * The mesh's `pathNormalization`, where it is set (Istio 1.10, 1.9.5, 1.8.6 and newer).
   * @default - BASE from Istio 1.2 on, NONE before
   */
  readonly pathNormalization?: PathNormalization;
  /**
   * The label whose value is a namespace's name, by which network policies name namespaces that are not ours. Before
   * Kubernetes 1.21 none has that by itself, and operators must set one.
   * @default kubernetes.io/metadata.name
   */
  readonly namespaceLabel?: string;
  /**
   * Flags of Knative that its operators have enabled, in the ConfigMap `config-features` or, `allow-zero-initial-scale`, in
   * `config-autoscaler`. Functions that need one of them have no note then.
   * @default [] - those that are on by default
   */
  readonly knativeFeatures?: readonly string[];
}

/** The label with a namespace's name that Kubernetes sets by itself. */
export const NAMESPACE_LABEL_FACT: Fact<string | undefined> = fact<string | undefined>(
  'kubernetes',
  'label with the name of a namespace',
  [
    [OLDEST, undefined, 'operators must set one before 1.21'],
    ['1.21', 'kubernetes.io/metadata.name', 'kept by Kubernetes from 1.21'],
  ],
  (value) => value ?? 'none',
);

/** What is wrong with the overrides of a cluster, for its versions. */
export function overrideProblems(
  {
    ingressGateway,
    localGateway,
    exportTo,
    pathNormalization,
    namespaceLabel,
    knativeFeatures = [],
  }: PlatformOverrides,
  versions: ParsedVersions,
  given: PlatformVersions,
): VersionProblem[] {
  const problems: VersionProblem[] = [];
  const say = (field: readonly string[], message: string, help: string) =>
    problems.push({ kind: 'override', field, message, help });
  const inOverrides = (...steps: readonly string[]) => ['overrides', ...steps];
  for (const [field, gateway] of [
    [inOverrides('ingressGateway'), ingressGateway],
    [inOverrides('localGateway', 'gateway'), localGateway?.gateway],
  ] as const) {
    if (gateway === undefined || /^[a-z0-9][-a-z0-9]*\/[a-z0-9][-a-z0-9]*$/.test(gateway)) continue;
    say(
      field,
      `"${gateway}" is no reference to a Gateway`,
      'write it as knative-serving/knative-local-gateway',
    );
  }
  const { namespace, podLabels = {} } = localGateway ?? {};
  if (namespace !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    const field = inOverrides('localGateway', 'namespace');
    say(field, `${JSON.stringify(namespace)} is not a namespace`, 'use a-z, 0-9 and -');
  }
  for (const [name, value] of Object.entries(podLabels)) {
    if (isLabelName(name) && isLabelValue(value)) continue;
    const message = `${JSON.stringify(name)}: ${JSON.stringify(value)} is not a label`;
    say(inOverrides('localGateway', 'podLabels', name), message, 'write it as app: knative-local-gateway');
  }
  if (namespaceLabel !== undefined && !isLabelName(namespaceLabel)) {
    const message = `${JSON.stringify(namespaceLabel)} is not the name of a label`;
    say(inOverrides('namespaceLabel'), message, 'write it as kubernetes.io/metadata.name');
  }
  const takes = valueOf(ISTIO_RENDERING.exportTo, versions);
  if (exportTo !== undefined) {
    const shown = exportTo.join(', ');
    if (takes === 'none') {
      say(
        inOverrides('exportTo'),
        `Istio ${given.istio} has no exportTo`,
        'leave it out: Istio 1.1 brought it',
      );
    } else if (takes === 'one' && (exportTo.length !== 1 || exportTo[0] !== '*')) {
      const help = "write ['*'] or leave it out; Istio 1.7 takes namespaces";
      say(
        inOverrides('exportTo'),
        `exportTo "${shown}" hides VirtualServices from the gateway on Istio ${given.istio}`,
        help,
      );
    } else if (exportTo.length === 0 || (exportTo.includes('*') && exportTo.length > 1)) {
      say(inOverrides('exportTo'), `exportTo "${shown}" is refused by Istio`, "write ['*'], or namespaces");
    }
  }
  if (pathNormalization !== undefined && !hasPathNormalization(versions.istio)) {
    const help = 'leave it out: Istio 1.10.0, 1.9.5 and 1.8.6 brought it';
    say(inOverrides('pathNormalization'), `Istio ${given.istio} has no pathNormalization`, help);
  }
  const flags: readonly string[] = Object.values(KNATIVE_FLAGS);
  knativeFeatures.forEach((flag, index) => {
    if (flags.includes(flag)) return;
    const message = `${JSON.stringify(flag)} is no flag of Knative that a function may need`;
    say(inOverrides('knativeFeatures', String(index)), message, `known here: ${flags.join(', ')}`);
  });
  if (namespaceLabel === undefined && valueOf(NAMESPACE_LABEL_FACT, versions) === undefined) {
    say(
      ['platform', 'kubernetes'],
      `network policies cannot name namespaces on Kubernetes ${given.kubernetes}: namespaces have a label with their name from 1.21 on`,
      "label kube-system, istio-system and the peers' namespaces with their names, and name that label in overrides.namespaceLabel",
    );
  }
  return problems;
}

/** `meshConfig.pathNormalization` came with 1.10.0, and with the patches 1.9.5 and 1.8.6. */
function hasPathNormalization(istio: Version): boolean {
  const since: Record<number, string> = { 8: '1.8.6', 9: '1.9.5' };
  return atLeast(istio, since[istio.minor] ?? '1.10.0');
}
