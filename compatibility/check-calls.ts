import { groupBy, javaCall } from '../base';
import { placeInFunction, type Catalog, type Target } from '../catalog';
import { nearestWord, type Finding } from '../findings';
import type { JavaServices } from '../inventory';

/** A cluster, and the Java services that its environment declares. */
export interface CallingCluster {
  readonly target: Target;
  /** @default - none are declared: functions may call any */
  readonly services: JavaServices | undefined;
  /** The Java platforms beside the company's own, with the services that they declare. */
  readonly further: Readonly<Record<string, { readonly services?: JavaServices }>>;
}

/** A call of a Java service that the environment of a cluster does not declare. */
interface UndeclaredCall {
  readonly target: Target;
  readonly index: number;
  readonly name: string;
  /** The names of those that are declared. */
  readonly known: readonly string[];
  /** Where it would be declared: the steps from the environment. */
  readonly where: string;
}

/**
 * Finds calls of Java services that an environment does not declare, where it declares them: its egress gateway has no route for
 * them. A call is told once for all clusters.
 */
export function checkCalls(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  clusters: readonly CallingCluster[],
): Finding[] {
  return functions.flatMap((declared) => {
    const undeclared = clusters.flatMap((cluster) =>
      (declared.specs.get(cluster.target.cluster)?.calls ?? []).flatMap(
        (name, index) => undeclaredCall(name, index, cluster) ?? [],
      ),
    );
    return [...groupBy(undeclared, ({ name }) => name).values()].map((alike): Finding => {
      const [{ target, index, name, known, where }] = alike;
      const near = nearestWord(name, known);
      const text = sources.get(declared.file);
      return {
        code: 'KF437',
        severity: 'error',
        message: `${declared.id} calls the Java service "${name}", which is not declared for ${alike.map((one) => one.target.cluster).join(', ')}`,
        help: `${near === undefined ? '' : `did you mean ${near}? `}declare it in ${where} of the environment: the egress gateway has no route for others`,
        places: text === undefined ? [] : [placeInFunction(declared, text, target, ['calls', index])],
      };
    });
  });
}

/** Returns a call that the environment of a cluster does not declare; `undefined` for one that it allows. */
function undeclaredCall(
  name: string,
  index: number,
  { target, services, further }: CallingCluster,
): UndeclaredCall | undefined {
  const { platform, service = name } = javaCall(name) ?? {};
  const known = [
    ...namesOf(services),
    ...Object.entries(further).flatMap(([prefix, one]) => namesOf(one.services, prefix)),
  ];
  if (platform === undefined) {
    if (services === undefined || Object.hasOwn(services, service)) return undefined;
    return { target, index, name, known, where: 'javaPlatform.services' };
  }
  const called = Object.hasOwn(further, platform) ? further[platform] : undefined;
  if (called === undefined) return { target, index, name, known, where: 'javaPlatforms' };
  if (called.services === undefined || Object.hasOwn(called.services, service)) return undefined;
  return { target, index, name, known, where: `javaPlatforms.${platform}.services` };
}

/** The names of services as functions call them. */
function namesOf(services: JavaServices | undefined, platform?: string): string[] {
  const names = Object.keys(services ?? {});
  return platform === undefined ? names : names.map((name) => `${platform}/${name}`);
}
