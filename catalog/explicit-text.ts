import type { Names } from '../base';
import type { FunctionDeclaration } from './declaration';
import { withField, withNewEntry, withRenamed, withSetting, withValue } from './yaml-edits';
import { parseYaml } from './yaml';

/** The fields whose value is a Knative Service that requests go to. */
export const BACKEND_FIELDS: readonly string[] = ['service', 'from', 'to'];

/** What follows from the name of a function that gets another one. */
export interface OldNames {
  readonly team: string;
  readonly name: string;
  readonly ksvc: string;
  readonly newKsvc: string;
  /** Whether KFaas renders its Knative Service, which then gets the new name. */
  readonly isRendered: boolean;
  /** Whether functions of the catalog, itself included, send requests to its Knative Service. */
  readonly isNamed: boolean;
}

/** Writes out what a function's file leaves to convention, which follows from its name. */
export function explicitText(text: string, old: OldNames, names: Names): string {
  const parsed = parseYaml('', text);
  const declaration = ('value' in parsed ? parsed.value : {}) as FunctionDeclaration;
  const routes = `[{ match: { prefix: ${names.conventionalPrefix(old.team, old.name)} } }]`;
  const backends = `[{ service: ${old.ksvc} }]`;
  let edited = old.isRendered ? withRenamed(text, BACKEND_FIELDS, old.ksvc, old.newKsvc) : text;
  if (!old.isRendered && old.isNamed) edited = withDeclared(edited, declaration, old.ksvc);
  if (!old.isRendered && declaration.rollout !== undefined) {
    const { from = old.ksvc } = declaration.rollout;
    edited = withSetting(edited, ['rollout', 'from'], from);
  } else if (!old.isRendered && declaration.backends === undefined) {
    edited = withField(edited, 'backends', backends);
  }
  if (declaration.routes === undefined) edited = withField(edited, 'routes', routes);
  // In an overlay, null restores what convention gives.
  for (const [overlay, patch] of Object.entries(declaration.overlays ?? {})) {
    const { routes: ownRoutes, backends: ownBackends } = patch as { routes?: unknown; backends?: unknown };
    if (ownRoutes === null) edited = withValue(edited, ['overlays', overlay, 'routes'], routes);
    if (ownBackends === null && !old.isRendered) {
      edited = withValue(edited, ['overlays', overlay, 'backends'], backends);
    }
  }
  return edited;
}

/** Declares the Knative Service that keeps its old name, which is no longer the function's own. */
function withDeclared(text: string, declaration: FunctionDeclaration, ksvc: string): string {
  let edited =
    declaration.deployedElsewhere === undefined
      ? withField(text, 'deployedElsewhere', `[${ksvc}]`)
      : withNewEntry(text, 'deployedElsewhere', ksvc);
  for (const [overlay, patch] of Object.entries(declaration.overlays ?? {})) {
    const { deployedElsewhere: own } = patch as { deployedElsewhere?: readonly string[] | null };
    if (own === undefined) continue;
    const names = [...(own ?? []), ksvc].join(', ');
    edited = withValue(edited, ['overlays', overlay, 'deployedElsewhere'], `[${names}]`);
  }
  return edited;
}
