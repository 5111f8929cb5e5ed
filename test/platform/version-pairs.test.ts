import type { PlatformVersions } from '../../platform';
import { checked, STACKS } from './versions';

/** What is reported about versions, with what helps. */
function told(stack: keyof typeof STACKS, change: Partial<PlatformVersions> = {}): string[] {
  const { problems } = checked(stack, change);
  const versions: Readonly<Record<string, string>> = { ...STACKS[stack], ...change };
  return problems.map(({ kind, field: [around, component = ''], message, help }) => {
    expect(around).toBe('platform');
    return `${kind} ${versions[component] ?? ''}: ${message} (${help})`;
  });
}

/** The kinds of what is said. */
function kinds(stack: keyof typeof STACKS, change: Partial<PlatformVersions> = {}): string[] {
  return checked(stack, change).problems.map(({ kind }) => kind);
}

describe('versions that were tested together', () => {
  test.each(['istio14', 'istio15', 'today'] as const)('%s: nothing to say', (stack) => {
    expect(told(stack)).toEqual([]);
  });

  test.each([
    ['1.34', '1.29.2', '1.22'],
    ['1.35', '1.29.2', '1.22'],
    ['1.34', '1.28.6', '1.21'],
  ])('Kubernetes %s, Istio %s and Knative %s: nothing to say', (kubernetes, istio, knative) => {
    expect(told('today', { kubernetes, istio, knative })).toEqual([]);
  });
});

describe('versions that cannot work together are refused', () => {
  test('Istio 1.0 with Knative 0.8', () => {
    expect(checked('istio10', { knative: '0.8' }).profile).toBeUndefined();
    expect(told('istio10', { knative: '0.8' })).toEqual([
      'impossible 0.8: Knative 0.8 does not work with Istio 1.0.6: it writes headers and gateways that Istio has from 1.1 on (upgrade Istio to 1.1 first, or stay on Knative 0.7)',
      'behaviour 0.8: on Knative 0.8 the local gateway knows Knative Services with the label serving.knative.dev/visibility: cluster-local alone; requests to others end in 404 (KFaas labels those that it renders (`service:`); label the others where they are deployed, or upgrade to Knative 0.9)',
    ]);
  });

  test('Istio 1.0 takes Knative 0.7, and 1.1 takes 0.8', () => {
    expect(checked('istio10').profile).toBeDefined();
    expect(checked('istio11').profile).toBeDefined();
    expect(checked('istio10', { istio: '1.0.9', knative: '0.9' }).profile).toBeUndefined();
  });

  test('a Kubernetes that is too old for Knative', () => {
    expect(told('today', { kubernetes: '1.32' })).toEqual([
      "impossible 1.32: Kubernetes 1.32 is too old for Knative 1.21: Knative's controllers refuse to start on an older one (it works from Kubernetes 1.33 on)",
    ]);
  });

  test('a Kubernetes that is too old for Istio', () => {
    expect(told('today', { kubernetes: '1.31', istio: '1.30', knative: '1.18' })).toEqual([
      'impossible 1.31: Kubernetes 1.31 is too old for Istio 1.30: istioctl asks for it (it works from Kubernetes 1.32 on)',
    ]);
  });

  test('a Kubernetes that is too new for Knative', () => {
    expect(told('istio15', { kubernetes: '1.25', istio: '1.13.0', knative: '0.26' })).toEqual([
      'impossible 1.25: Kubernetes 1.25 is too new for Knative 0.26: its PodDisruptionBudgets are policy/v1beta1, which ended with 1.24 (1.24 is the newest; upgrade Knative first)',
    ]);
  });

  test('a Kubernetes that is too new for Istio, and for Knative', () => {
    expect(told('istio11', { kubernetes: '1.16' })[0]).toBe(
      'impossible 1.16: Kubernetes 1.16 is too new for Istio 1.1.7: its Deployments are extensions/v1beta1, which ended with 1.15 (1.15 is the newest; upgrade Istio first)',
    );
    expect(told('istio15', { kubernetes: '1.22' })).toEqual([
      'impossible 1.22: Kubernetes 1.22 is too new for Knative 0.15: its CustomResourceDefinitions are v1beta1, which ended with 1.21 (1.21 is the newest; upgrade Knative first)',
      'impossible 1.22: Kubernetes 1.22 is too new for Istio 1.5.4: its CustomResourceDefinitions or webhooks are v1beta1, which ended with 1.21 (1.21 is the newest; upgrade Istio first)',
    ]);
  });

  test.each([
    ['istio11', '1.15', '1.16'],
    ['istio15', '1.21', '1.22'],
  ] as const)('%s: Kubernetes %s is the newest, %s too new', (stack, newest, young) => {
    expect([newest, young].map((kubernetes) => kinds(stack, { kubernetes }).includes('impossible'))).toEqual([
      false,
      true,
    ]);
  });

  // Knative's own check knows a patch (1.15.1), which no table of an environment names.
  test.each(['1.33', '1.33.0', '1.33.9', 'v1.33.1'])(
    'patch levels of Kubernetes do not count: %s',
    (kubernetes) => {
      expect(told('today', { kubernetes })).toEqual([]);
    },
  );
});

describe('versions that nobody has tried together are a warning', () => {
  test('Istio and Knative', () => {
    expect(checked('today', { istio: '1.30.1' }).profile).toBeDefined();
    expect(told('today', { istio: '1.30.1' })).toEqual([
      'untested 1.30.1: Knative 1.21 was not tested with Istio 1.30.1 (it was with Istio 1.28; try it in the test environment first)',
    ]);
    expect(told('istio14', { istio: '1.3.8' })).toEqual([
      'untested 1.3.8: Knative 0.14 was not tested with Istio 1.3.8 (it was with Istio 1.4 to 1.5; try it in the test environment first)',
    ]);
  });

  test('Istio and Kubernetes', () => {
    expect(told('today', { kubernetes: '1.35' })).toEqual([
      'untested 1.35: Istio 1.28.6 was not tested with Kubernetes 1.35: it is built with client-go 0.34 (1.34 is the newest that it was tested with; try it in the test environment first)',
    ]);
  });

  test.each([
    ['0.9', '1.2.4', []],
    ['0.9', '1.4.6', ['untested']],
    ['0.10', '1.3.3', []],
    ['0.13', '1.4.4', []],
    ['0.18', '1.6.8', []],
  ])('Knative %s with Istio %s', (knative, istio, expected) => {
    expect(kinds('istio14', { kubernetes: '1.16', knative, istio })).toEqual(expected);
  });

  test('patch levels of Istio do not count', () => {
    expect(told('today', { istio: '1.28.99' })).toEqual([]);
  });
});

describe('what versions do whatever is rendered', () => {
  const retries =
    'behaviour 1.1.7: Istio 1.1.7 retries a failed request 2 times by default, and this cannot be turned off: it refuses retries of 0 attempts (upgrade to Istio 1.2, which takes them; until then functions without retries are retried at both passes)';
  const visibility =
    'behaviour 0.8: on Knative 0.8 the local gateway knows Knative Services with the label serving.knative.dev/visibility: cluster-local alone; requests to others end in 404 (KFaas labels those that it renders (`service:`); label the others where they are deployed, or upgrade to Knative 0.9)';

  test('Istio 1.1 retries, and Knative 0.8 asks for the label of visibility', () => {
    expect(told('istio11')).toEqual([retries, visibility]);
    expect(checked('istio11').profile?.knativeRouting.needsVisibilityLabel).toBe(true);
  });

  test('Istio 1.2 and Knative 0.9 do not', () => {
    expect(told('istio11', { istio: '1.2.4' })).toEqual([visibility]);
    expect(told('istio11', { knative: '0.9' })).toEqual([retries]);
    expect(told('istio11', { istio: '1.2.4', knative: '0.9' })).toEqual([]);
  });

  test('Istio 1.0 retries nothing by itself', () => {
    expect(told('istio10')).toEqual([visibility.replaceAll('0.8', '0.7')]);
  });
});
