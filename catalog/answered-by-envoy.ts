import type { RouteDeclaration } from './declaration';

/** Whether Envoy answers the requests of a route by itself, so that no backend gets them. */
export function isAnsweredByEnvoy({ redirect, directResponse }: RouteDeclaration): boolean {
  return redirect !== undefined || directResponse !== undefined;
}
