import { fieldChecker, type FieldTable } from './field-table';
import { isSince } from './release';
import { at, type Manifest } from './rendered-stack';

/** Every field of a DestinationRule that is rendered. All are there from 1.0 on, but for `exportTo` (istio/api, destination_rule.proto). */
const FIELDS: FieldTable = {
  '': 'apiVersion kind metadata spec',
  metadata: 'name namespace labels{} annotations{}',
  spec: 'host trafficPolicy exportTo[]@1.1',
  'spec.trafficPolicy': 'connectionPool outlierDetection loadBalancer@1.5',
  'spec.trafficPolicy.outlierDetection':
    'consecutive5xxErrors:int@1.5 interval baseEjectionTime maxEjectionPercent:int',
  'spec.trafficPolicy.loadBalancer': 'localityLbSetting',
  'spec.trafficPolicy.loadBalancer.localityLbSetting': 'enabled',
  'spec.trafficPolicy.connectionPool': 'tcp http',
  'spec.trafficPolicy.connectionPool.tcp': 'maxConnections:int',
  'spec.trafficPolicy.connectionPool.http': 'http1MaxPendingRequests:int http2MaxRequests:int',
};

/** The API versions that an Istio release serves (istio.md, section 1; none was ever taken back). */
const SERVED: Readonly<Record<string, string>> = {
  'networking.istio.io/v1alpha3': '1.0',
  'networking.istio.io/v1beta1': '1.5',
  'networking.istio.io/v1': '1.22',
};

const check = fieldChecker(FIELDS);

/** What is wrong with the bound of a namespace's functions, or of a revision, for the Istio of its cluster. */
export function destinationRuleProblems(
  { apiVersion, metadata, spec, object }: Manifest,
  istio: string,
): string[] {
  const problems = check(object, istio);
  const refuse = (isWrong: boolean, message: string) => {
    if (isWrong) problems.push(message);
  };
  const served = SERVED[apiVersion];
  refuse(served === undefined || !isSince(istio, served), `${apiVersion} is not served`);
  refuse(!isSince(istio, '1.5'), 'it takes mutual TLS away');
  const { namespace = '' } = metadata;
  refuse(!/^faas-[a-z]+$/.test(namespace), 'a namespace in which no gateway looks');
  const service = metadata.name.endsWith('-request-bound') ? '*' : metadata.name;
  refuse(spec.host !== `${service}.${namespace}.svc.cluster.local`, 'hosts of another namespace');
  const pool = at(spec, 'trafficPolicy', 'connectionPool');
  // Envoy looks at the requests of HTTP/1.1 from 1.14 on, which Istio 1.6 brings.
  const isByConnections = at(pool, 'tcp', 'maxConnections') !== undefined;
  refuse(isByConnections === isSince(istio, '1.6'), 'by what Envoy bounds HTTP/1.1');
  refuse(!(Number(at(pool, 'http', 'http2MaxRequests')) >= 1), 'no bound');
  refuse(!(Number(at(pool, 'http', 'http1MaxPendingRequests')) >= 1), 'nobody may wait for a connection');
  return problems;
}
