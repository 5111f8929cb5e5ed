import type { NaiveAnswer } from './naive-evaluator';

interface Match {
  readonly uri?: { readonly prefix?: string };
  readonly port?: number;
  readonly gateways?: readonly string[];
}
interface Rule {
  readonly match?: readonly Match[];
  readonly delegate?: { readonly name: string; readonly namespace?: string };
}
interface VirtualService {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly hosts?: readonly string[]; readonly http: readonly Rule[] };
}

/** A VirtualService with the rules of its delegates in place of those that delegate. */
export interface OpenedVirtualService {
  readonly opened: object;
  /** Where each match of each rule is written. */
  readonly sources: readonly (readonly NaiveAnswer[])[];
}

/**
 * Opens the delegates of VirtualServices, for matches by prefix, port and gateways. A delegate's rule stays if each of its matches fits
 * into a match of the rule that delegates: its prefix is a longer one, its port is the same and its gateways are among the other's.
 */
export function openedDelegates(objects: readonly unknown[]): readonly OpenedVirtualService[] {
  const all = objects as readonly VirtualService[];
  const isDelegate = ({ spec }: VirtualService) => (spec.hosts ?? []).length === 0;
  return all
    .filter((one) => !isDelegate(one))
    .map((root) => {
      const rules = root.spec.http.flatMap((rule, index) => {
        if (rule.delegate === undefined) return [{ rule, sources: sourcesIn(root, rule, index) }];
        const { name, namespace = root.metadata.namespace } = rule.delegate;
        const delegate = all.find(
          (one) => isDelegate(one) && one.metadata.name === name && one.metadata.namespace === namespace,
        );
        return (delegate?.spec.http ?? []).flatMap((sub, at) => {
          const sources = sourcesIn(delegate as VirtualService, sub, at);
          const outer = rule.match;
          if (outer === undefined || sub.match === undefined) {
            const match = sub.match ?? outer;
            const repeated = (match ?? [{}]).map((_, place) => sources[place] ?? (sources[0] as NaiveAnswer));
            return [
              {
                rule: { ...sub, match },
                sources: sub.match === undefined ? repeated.map(() => sources[0] as NaiveAnswer) : repeated,
              },
            ];
          }
          const merged = sub.match.map((inner, place) =>
            outer
              .filter((one) => fits(one, inner))
              .map((one) => ({ match: { ...one, ...inner }, source: sources[place] as NaiveAnswer })),
          );
          if (merged.some((ways) => ways.length === 0)) return [];
          const flat = merged.flat();
          return [
            {
              rule: { ...sub, match: flat.map(({ match }) => match) },
              sources: flat.map(({ source }) => source),
            },
          ];
        });
      });
      return {
        opened: { ...root, spec: { ...root.spec, http: rules.map(({ rule }) => rule) } },
        sources: rules.map(({ sources }) => sources),
      };
    });
}

function sourcesIn(
  { metadata }: VirtualService,
  { match = [{}] }: Rule,
  rule: number,
): readonly NaiveAnswer[] {
  const virtualService = `${metadata.namespace}/${metadata.name}`;
  return match.map((_, place) => ({ virtualService, rule, match: place }));
}

function fits(outer: Match, inner: Match): boolean {
  const [wide, narrow] = [outer.uri?.prefix, inner.uri?.prefix];
  if (wide !== undefined && narrow !== undefined && !narrow.startsWith(wide)) return false;
  if (outer.port !== undefined && inner.port !== undefined && outer.port !== inner.port) return false;
  if (outer.gateways === undefined || inner.gateways === undefined) return true;
  return inner.gateways.every((name) => outer.gateways?.includes(name));
}
