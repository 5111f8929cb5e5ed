import { groupBy } from '../base';
import { placeInFunction, type Catalog, type Target } from '../catalog';
import { nearestWord, type Finding } from '../findings';
import type { JavaServices } from '../inventory';

/** A cluster, and the Java services that its environment declares. */
export interface CallingCluster {
  readonly target: Target;
  /** @default - none are declared: functions may call any */
  readonly services: JavaServices | undefined;
}

/** A call of a Java service that the environment of a cluster does not declare. */
interface UndeclaredCall {
  readonly target: Target;
  readonly index: number;
  readonly name: string;
  readonly known: readonly string[];
}

/**
 * Finds calls of Java services that an environment does not declare, where it declares them: its egress gateway has no route for
 * them. A call is told once for all clusters.
 */
export function checkCalls(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  clusters: readonly CallingCluster[],
): Finding[] {
  const declaring = clusters.flatMap(({ target, services }) =>
    services === undefined ? [] : [{ target, services }],
  );
  return functions.flatMap((declared) => {
    const undeclared = declaring.flatMap(({ target, services }): UndeclaredCall[] =>
      (declared.specs.get(target.cluster)?.calls ?? []).flatMap((name, index) =>
        Object.hasOwn(services, name) ? [] : [{ target, index, name, known: Object.keys(services) }],
      ),
    );
    return [...groupBy(undeclared, ({ name }) => name).values()].map((alike): Finding => {
      const [{ target, index, name, known }] = alike;
      const near = nearestWord(name, known);
      const text = sources.get(declared.file);
      return {
        code: 'KF437',
        severity: 'error',
        message: `${declared.id} calls the Java service "${name}", which is not declared for ${alike.map((one) => one.target.cluster).join(', ')}`,
        help: `${near === undefined ? '' : `did you mean ${near}? `}declare it in javaPlatform.services of the environment: the egress gateway has no route for others`,
        places: text === undefined ? [] : [placeInFunction(declared, text, target, ['calls', index])],
      };
    });
  });
}
