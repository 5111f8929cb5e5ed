import { mappingOf, once, stableText, type Mapping, type Names, type Runtime } from '../../base';
import type { RouteDeclaration, ServiceDeclaration } from '../../catalog';
import { workloadRenderer, type FunctionWorkload } from '../../constructs';
import { requestBound, type Environment } from '../../inventory';
import type { PlatformProfile } from '../../platform';
import { differences, type Difference } from './differences';
import { each, fields, unless, unlessEmpty } from './default-rules';
import { isBookkeepingAnnotation, isBookkeepingLabel, withoutNames } from './bookkeeping';
import { without } from './edited';
import { serviceMeaning } from './meaning';
import { ruleHost } from './said-bounds';
import type { Distance } from './smallest';
import type { V1Service } from './v1-service';

/** What a declaration is rendered for. */
export interface TrialProps {
  readonly object: V1Service;
  readonly destinationRules: readonly Mapping[];
  readonly profile: PlatformProfile;
  readonly environment: Pick<Environment, 'imagePullSecrets' | 'runtimes' | 'requestsPerFunction'>;
  readonly names: Names | undefined;
  readonly namespace: string;
  readonly ksvc: string;
  readonly team: string;
  readonly runtime: Runtime;
  readonly routes: readonly RouteDeclaration[];
  readonly calls: readonly string[];
}

/** In what the objects that are rendered mean something else than those that are there. */
export interface Meant {
  readonly service: readonly Difference[];
  /** Those of DestinationRules, by their names. */
  readonly rules: readonly (Difference & { readonly rule: string })[];
}

/** What a declaration makes of an object. */
export interface Trial extends Distance {
  readonly differences: () => Meant;
}

/** Returns what tries declarations: it renders them, and compares what is rendered with the objects that are there. */
export function trials(props: TrialProps): (declaration: ServiceDeclaration) => Trial {
  const { object, destinationRules, profile, environment, ksvc, team, runtime, routes, calls } = props;
  const render = workloadRenderer(props.names);
  const meant = serviceMeaning(object.value, profile);
  return (service) => {
    const rendered = render({
      function: {
        ...{ team, name: ksvc, ksvc, runtime, routes, calls, service },
        ...{ backends: [], before: [], deployedElsewhere: [], rollout: undefined },
      },
      service,
      namespace: props.namespace,
      profile,
      imagePullSecrets: environment.imagePullSecrets,
      runtimes: environment.runtimes,
      requests: requestBound(environment),
    });
    const anonymous = withoutIdentity(rendered.service);
    const compared = once(() => ({
      service: differences(meant, serviceMeaning(anonymous, profile)),
      rules: ofRules(destinationRules, rendered),
    }));
    return {
      written: new Set(object.isFromServer ? [] : differences(object.value, anonymous).map(spelled)),
      meant: () => {
        const { service: own, rules } = compared();
        return new Set(
          [...own, ...rules.map((one) => ({ ...one, path: [one.rule, ...one.path] }))].map(spelled),
        );
      },
      differences: compared,
    };
  };
}

function spelled({ path, value, rendered }: Difference): string {
  return stableText([path, value ?? null, rendered ?? null]);
}

/** What is rendered in the shape in which an object is compared: without its name and its place. */
function withoutIdentity(service: Mapping): Mapping {
  const metadata = without(mappingOf(service.metadata), 'name', 'namespace');
  return { ...without(service, 'apiVersion', 'kind'), metadata };
}

/** Compares DestinationRules, each with the one that is rendered for its host. */
function ofRules(
  rules: readonly Mapping[],
  { destinationRules }: FunctionWorkload,
): readonly (Difference & { readonly rule: string })[] {
  const nameOf = (rule: Mapping) => String(mappingOf(rule.metadata).name);
  const unmatched = new Set(destinationRules);
  const found = rules.flatMap((rule) => {
    const rendered = [...unmatched].find((candidate) => ruleHost(candidate) === ruleHost(rule));
    if (rendered !== undefined) unmatched.delete(rendered);
    const other = rendered === undefined ? undefined : ruleMeaning(rendered);
    return differences(ruleMeaning(rule), other).map((one) => ({ ...one, rule: nameOf(rule) }));
  });
  const added = [...unmatched].map((rule) => ({
    ...{ path: [], value: undefined, rendered: ruleMeaning(rule), rule: nameOf(rule) },
  }));
  return [...found, ...added];
}

/** What a DestinationRule means, beside who keeps it. */
function ruleMeaning(rule: Mapping): unknown {
  const { name, labels, annotations } = mappingOf(rule.metadata);
  const kept = {
    name,
    labels: withoutNames(labels ?? {}, isBookkeepingLabel),
    annotations: withoutNames(annotations ?? {}, isBookkeepingAnnotation),
  };
  const spec = fields({
    exportTo: (list) => unless(['*'])(each((entry) => entry)(list)),
    trafficPolicy: fields({ connectionPool: fields({ tcp: unlessEmpty() }) }),
  })({ ...mappingOf(rule.spec), host: ruleHost(rule) });
  return { metadata: kept, spec };
}
