import { fact, yesOrNo } from './fact';

/**
 * Labels and annotations of a Knative Service, as a version spells them. Sources: serving
 * `pkg/reconciler/route/resources/labels` (the networking label is known from 0.18 and is the only one from 0.21) and
 * `pkg/apis/autoscaling/register.go` (hyphenated keys from 1.1; the old ones stay valid).
 */
export const KNATIVE_SPELLING = {
  /** Label on the Knative Service that keeps it off the public gateway, with value `cluster-local`. */
  visibilityLabel: fact('knative', 'label of visibility', [
    ['0.7', 'serving.knative.dev/visibility', 'networking.knative.dev is known from 0.18'],
    ['0.18', 'networking.knative.dev/visibility', 'known from 0.18, the only one from 0.21'],
  ]),
  /** Annotation on the template: fewest pods. */
  minScale: fact('knative', 'annotation of the fewest pods', [
    ['0.2', 'autoscaling.knative.dev/minScale', 'hyphenated from 1.1'],
    ['1.1', 'autoscaling.knative.dev/min-scale', 'hyphenated from 1.1'],
  ]),
  /** Annotation on the template: most pods; 0 means no bound. */
  maxScale: fact('knative', 'annotation of the most pods', [
    ['0.2', 'autoscaling.knative.dev/maxScale', 'hyphenated from 1.1'],
    ['1.1', 'autoscaling.knative.dev/max-scale', 'hyphenated from 1.1'],
  ]),
  /** Annotation on the template: pods of a new revision. */
  initialScale: hyphenated('annotation of the first pods', 'initialScale'),
  /** Annotation on the template: the share of the target at which pods are added. */
  targetUtilization: hyphenated('annotation of the utilization', 'targetUtilizationPercentage'),
  /** Annotation on the template: how long load must stay low. */
  scaleDownDelay: hyphenated('annotation of the delay down', 'scaleDownDelay'),
  /** Annotation on the template: how long the last pod stays. */
  podRetention: hyphenated('annotation of the last pod', 'scaleToZeroPodRetentionPeriod'),
} as const;

/** An annotation of autoscaling, hyphenated from 1.1 on. */
function hyphenated(what: string, name: string) {
  const domain = 'autoscaling.knative.dev/';
  const newer = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return fact<string>(
    'knative',
    what,
    [
      ['0.2', domain + name, 'hyphenated from 1.1'],
      ['1.1', domain + newer, 'hyphenated from 1.1'],
    ],
    // The longest would not leave room for the reasons.
    (value) => value.replace(domain, ''),
  );
}

/** What a Knative version does with requests that come by the local gateway. */
export const KNATIVE_ROUTING = {
  /**
   * Whether a Knative Service without the label of visibility is unknown to the local gateway, so that the second pass
   * finds nothing (serving 0.8, `pkg/reconciler/route/resources/ingress.go`).
   */
  needsVisibilityLabel: fact<boolean>(
    'knative',
    'local gateway asks for the label',
    [
      ['0.4', true, 'up to 0.8 the host of a public one is bound to the public gateway alone'],
      ['0.9', false, 'from 0.9 the local host is always on the local gateway'],
    ],
    yesOrNo,
  ),
  /**
   * How Knative's own VirtualServices match their host. Istio 1.4 cut regexes at 100 bytes, so that those of long
   * names break there (serving 0.10 names it as the reason for its prefixes).
   */
  hostMatch: fact('knative', "match of Knative's own hosts", [
    ['0.7', 'regex', 'authority.regex up to 0.9'],
    ['0.10', 'prefix', 'authority.prefix from 0.10'],
  ]),
} as const;
