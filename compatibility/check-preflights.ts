import { placeInFunction, type Catalog, type CatalogFunction } from '../catalog';
import type { Finding } from '../findings';
import type { ForwardingCluster } from './check-gateway-paths';

/**
 * Finds the functions that pages of other origins may call, behind an ingress gateway that answers by itself what browsers ask before
 * such calls: Spring Cloud Gateway refuses it with 403, whatever is configured for its routes (seen on the real program, 2025.0.0). What
 * browsers send without asking passes.
 */
export function checkPreflights(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  clusters: readonly ForwardingCluster[],
): Finding[] {
  const refusing = clusters.filter(({ ingressGateway }) => ingressGateway === 'spring-cloud-gateway');
  if (refusing.length === 0) return [];
  return functions.flatMap(findingsOf);

  function findingsOf(declared: CatalogFunction): Finding[] {
    const found = refusing.flatMap(({ target }) => {
      const routes = declared.specs.get(target.cluster)?.routes ?? [];
      const route = routes.findIndex(({ corsPolicy }) => corsPolicy !== undefined);
      return route < 0 ? [] : [{ target, route }];
    });
    const [first] = found;
    if (first === undefined) return [];
    const names = found.map(({ target }) => target.cluster).join(', ');
    const text = sources.get(declared.file);
    const path = ['routes', first.route, 'corsPolicy'];
    return [
      {
        code: 'KF447',
        severity: 'warning',
        message: `pages cannot ask ${declared.id} before they call it on ${names}: Spring Cloud Gateway answers them with 403 by itself`,
        help: "let pages send what browsers do not ask for (GET, or POST of a form), let the ingress gateway's image handle CORS, or run Zuul there",
        places: text === undefined ? [] : [placeInFunction(declared, text, first.target, path)],
      },
    ];
  }
}
