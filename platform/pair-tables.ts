import { fact, type Fact } from './fact';
import type { Component } from './component';

/** A bound on Kubernetes: a release such as `1.21`, or none. */
type Bound = string | undefined;
type BoundFact = Fact<Bound>;

const bound = (component: Component, what: string, rows: BoundFact['rows']) =>
  fact<Bound>(component, what, rows, (value) => value ?? 'any');

const KNATIVE_ASKS = "Knative's controllers refuse to start on an older one";
const ISTIO_ASKS = 'istioctl asks for it';

/** The oldest Kubernetes: Knative checks it hard (`knative.dev/pkg/version`), istioctl when it installs. */
export const FLOORS: readonly BoundFact[] = [
  bound('knative', 'oldest Kubernetes for Knative', [
    ['0.7', '1.11', KNATIVE_ASKS],
    ['0.10', '1.14', KNATIVE_ASKS],
    ['0.12', '1.15', KNATIVE_ASKS],
    ['0.13', '1.15.1', KNATIVE_ASKS],
    ['0.16', '1.16', KNATIVE_ASKS],
    ['0.19', '1.17', KNATIVE_ASKS],
    ['0.22', '1.18', KNATIVE_ASKS],
    ['0.24', '1.19', KNATIVE_ASKS],
    ['0.26', '1.20', KNATIVE_ASKS],
    ['1.2', '1.21', KNATIVE_ASKS],
    ['1.4', '1.22', KNATIVE_ASKS],
    ['1.8', '1.23', KNATIVE_ASKS],
    ['1.9', '1.24', KNATIVE_ASKS],
    ['1.11', '1.25', KNATIVE_ASKS],
    ['1.12', '1.26', KNATIVE_ASKS],
    ['1.13', '1.27', KNATIVE_ASKS],
    ['1.14', '1.28', KNATIVE_ASKS],
    ['1.17', '1.30', KNATIVE_ASKS],
    ['1.18', '1.31', KNATIVE_ASKS],
    ['1.19', '1.32', KNATIVE_ASKS],
    ['1.21', '1.33', KNATIVE_ASKS],
    ['1.22', '1.34', KNATIVE_ASKS],
  ]),
  bound('istio', 'oldest Kubernetes for Istio', [
    ['1.0', '1.11', 'nothing older was tried'],
    ['1.3', '1.13', ISTIO_ASKS],
    ['1.6', '1.15', ISTIO_ASKS],
    ['1.7', '1.16', ISTIO_ASKS],
    ['1.9', '1.17', ISTIO_ASKS],
    ['1.13', '1.19', ISTIO_ASKS],
    ['1.16', '1.22', ISTIO_ASKS],
    ['1.17', '1.23', ISTIO_ASKS],
    ['1.18', '1.24', ISTIO_ASKS],
    ['1.19', '1.25', ISTIO_ASKS],
    ['1.21', '1.26', ISTIO_ASKS],
    ['1.24', '1.28', ISTIO_ASKS],
    ['1.25', '1.29', ISTIO_ASKS],
    ['1.28', '1.30', ISTIO_ASKS],
    ['1.30', '1.32', ISTIO_ASKS],
  ]),
];

/** The newest Kubernetes that still serves the APIs of what the installation consists of. */
export const CEILINGS: readonly BoundFact[] = [
  bound('knative', 'newest Kubernetes for Knative', [
    ['0.7', '1.21', 'its CustomResourceDefinitions are v1beta1, which ended with 1.21'],
    ['0.17', '1.24', 'its PodDisruptionBudgets are policy/v1beta1, which ended with 1.24'],
    ['1.2', '1.25', 'its HorizontalPodAutoscalers are autoscaling/v2beta2, which ended with 1.25'],
    ['1.8', undefined, 'no API that it uses has ended'],
  ]),
  bound('istio', 'newest Kubernetes for Istio', [
    ['1.0', '1.15', 'its Deployments are extensions/v1beta1, which ended with 1.15'],
    ['1.2', '1.21', 'its CustomResourceDefinitions or webhooks are v1beta1, which ended with 1.21'],
    ['1.10', undefined, 'no API that it uses has ended'],
  ]),
];

/** The newest Kubernetes that an Istio release was built against (client-go). */
export const TRIED_KUBERNETES: BoundFact = fact<Bound>(
  'istio',
  'newest Kubernetes tried with Istio',
  [
    ['1.0', undefined, 'not looked up for this release'],
    ['1.28', '1.34', 'client-go 0.34'],
    ['1.29', '1.35', 'client-go 0.35'],
    ['1.30', undefined, 'not looked up for this release'],
  ],
  (value) => value ?? 'not known',
);

/** The oldest and newest Istio in the repositories of each Knative release: what it was tested with. */
export const TRIED_ISTIO: Fact<readonly [string, string]> = fact<readonly [string, string]>(
  'knative',
  'Istio tested with Knative',
  [
    ['0.7', ['1.0', '1.1'], 'serving/third_party'],
    ['0.8', ['1.1', '1.2'], 'serving/third_party'],
    ['0.10', ['1.2', '1.3'], 'serving/third_party'],
    ['0.11', ['1.3', '1.4'], 'serving/third_party'],
    ['0.14', ['1.4', '1.5'], 'serving/third_party and net-istio'],
    ['0.17', ['1.5', '1.5'], 'net-istio'],
    ['0.18', ['1.5', '1.7'], 'net-istio'],
    ['0.19', ['1.7', '1.7'], 'net-istio'],
    ['0.20', ['1.7', '1.8'], 'net-istio'],
    ['0.21', ['1.8', '1.9'], 'net-istio'],
    ['0.23', ['1.9', '1.9'], 'net-istio'],
    ['0.24', ['1.9', '1.10'], 'net-istio'],
    ['0.26', ['1.10', '1.11'], 'net-istio'],
    ['1.0', ['1.9', '1.11'], 'net-istio and its documentation'],
    ['1.1', ['1.12', '1.12'], 'net-istio'],
    ['1.3', ['1.13', '1.13'], 'net-istio'],
    ['1.6', ['1.14', '1.14'], 'net-istio'],
    ['1.8', ['1.15', '1.15'], 'net-istio'],
    ['1.9', ['1.16', '1.16'], 'net-istio'],
    ['1.10', ['1.17', '1.17'], 'net-istio'],
    ['1.11', ['1.18', '1.18'], 'net-istio'],
    ['1.12', ['1.19', '1.19'], 'net-istio'],
    ['1.13', ['1.20', '1.20'], 'net-istio'],
    ['1.14', ['1.21', '1.21'], 'net-istio'],
    ['1.15', ['1.22', '1.22'], 'net-istio'],
    ['1.17', ['1.24', '1.24'], 'net-istio'],
    ['1.18', ['1.25', '1.25'], 'net-istio'],
    ['1.19', ['1.26', '1.26'], 'net-istio'],
    ['1.20', ['1.27', '1.27'], 'net-istio'],
    ['1.21', ['1.28', '1.28'], 'net-istio'],
    ['1.22', ['1.29', '1.29'], 'net-istio'],
  ],
  ([oldest, newest]) => (oldest === newest ? oldest : `${oldest} to ${newest}`),
);

/** What these tables say, for those who list all that follows from versions. */
export const PAIR_FACTS: readonly Fact<unknown>[] = [...FLOORS, ...CEILINGS, TRIED_ISTIO];
