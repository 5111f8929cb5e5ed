import { placeInFunction, type Catalog, type CatalogFunction, type FunctionSpec } from '../catalog';
import type { Place, RouteReference } from '../findings';
import type { RuleKey } from './order-rules';
import type { RoutedCluster } from './routed-cluster';

/** One function on one cluster. */
export interface PlacedFunction {
  readonly declared: CatalogFunction;
  readonly spec: FunctionSpec;
}

/** What findings say of rules: each answers with nothing for a rule that no function has. */
export interface RulePlaces {
  /** Where a rule is declared. */
  readonly placeOf: (rule: RuleKey) => readonly Place[];
  /** Where a rule is rendered. */
  readonly referenceOf: (rule: RuleKey) => readonly RouteReference[];
}

/** Finds the rules of functions in the catalog, and in the VirtualServices of one namespace. */
export function rulePlaces(
  { sources }: Pick<Catalog, 'sources'>,
  cluster: Pick<RoutedCluster, 'target' | 'virtualServiceOf'>,
  functions: readonly PlacedFunction[],
  namespace: string,
): RulePlaces {
  return {
    placeOf({ member, rule }) {
      const placed = functions[member];
      const text = placed === undefined ? undefined : sources.get(placed.declared.file);
      if (placed === undefined || text === undefined) return [];
      const match = placed.spec.routes[rule]?.match ?? {};
      const kind =
        (['prefix', 'exact', 'regex'] as const).find((name) => match[name] !== undefined) ?? 'prefix';
      return [placeInFunction(placed.declared, text, cluster.target, ['routes', rule, 'match', kind])];
    },
    referenceOf({ member, rule }) {
      const placed = functions[member];
      if (placed === undefined) return [];
      return [{ virtualService: cluster.virtualServiceOf(placed.spec, namespace), rule, match: 0 }];
    },
  };
}
