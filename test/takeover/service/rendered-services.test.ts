import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Mapping } from '../../../base';
import { loadCatalog } from '../../../catalog';
import { ENVIRONMENTS } from '../../../environments';
import { platformOf } from '../../../inventory';
import { platformProfile } from '../../../platform';
import { declaredService } from '../../../takeover/service';
import { renderedCompany } from '../../fixtures/company';

const COMPANY = renderedCompany();

const CLUSTERS = ENVIRONMENTS.flatMap((environment) =>
  environment.clusters.map((cluster) => ({ environment, cluster })),
);

const { functions } = loadCatalog(
  join(COMPANY, 'functions'),
  CLUSTERS.map(({ environment, cluster }) => ({ environment: environment.name, cluster: cluster.name })),
);

/** The objects of a kind in the file of a function. */
function objectsOf(file: string, group: string): readonly Mapping[] {
  const objects = parseAllDocuments(readFileSync(join(COMPANY, 'dist', file), 'utf8')).map(
    (document) => document.toJS() as Mapping,
  );
  return objects.filter(({ apiVersion }) => String(apiVersion).startsWith(group));
}

const RENDERED = CLUSTERS.flatMap(({ environment, cluster }) =>
  functions.flatMap(({ ksvc, specs }) => {
    const spec = specs.get(cluster.name);
    if (spec?.service === undefined) return [];
    return cluster.functionNamespaces.map((namespace) => {
      const file = `${environment.name}/${cluster.name}/${namespace}/${ksvc}.yaml`;
      return { file, spec, environment, cluster };
    });
  }),
);

/** What two files say of resources that their runtimes have anyway is left out. */
const SMALLER: Readonly<Record<string, object>> = {
  'saas-showroom': { resources: undefined },
  'trade-order-events': { resources: { requests: { cpu: '200m' } } },
};

test('every Knative Service that is rendered is that of a file', () => {
  expect(RENDERED.length).toBeGreaterThan(50);
});

test.each(RENDERED)(
  '$file says what the file of its function says',
  ({ file, spec, environment, cluster }) => {
    const [service] = objectsOf(file, 'serving.knative.dev/');
    const { profile } = platformProfile(platformOf(environment, cluster));
    if (service === undefined || profile === undefined) throw new Error(`${file} is not there`);
    const { routes, calls } = spec;
    const declared = declaredService({
      ...{ service, profile, environment, routes, calls },
      destinationRules: objectsOf(file, 'networking.istio.io/').filter(
        ({ kind }) => kind === 'DestinationRule',
      ),
    });
    expect(declared).toEqual({
      service: { ...spec.service, ...SMALLER[spec.ksvc] },
      runtime: spec.runtime,
      runtimeFrom: 'the label kfaas.io/runtime',
      ...(calls.length === 0 ? {} : { calls }),
      outside: [],
    });
  },
);
