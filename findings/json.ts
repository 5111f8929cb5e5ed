import type { Finding, Place, RouteReference, Severity, Witness } from './finding';
import type { TableVerdict } from './table-verdict';

/** Version of the document: it grows when a field is renamed, is taken away or means something else. */
const VERSION = 1;

/**
 * Renders findings for programs: what was decided about each table, every finding, and how many there are.
 * The keys are in one order, so that two runs can be compared as text.
 */
export function renderJson(findings: readonly Finding[], tables: readonly TableVerdict[]): string {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const document = {
    version: VERSION,
    tables: tables.map(tableJson),
    findings: findings.map(findingJson),
    summary: { errors: count('error'), warnings: count('warning'), notes: count('note') },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

// Each object is written out key by key: the keys and their order are the contract, whatever the caller hands in.
// A key whose value is undefined is left out by JSON.stringify.

function tableJson({ cluster, gateway, host, routes, foreign, orderIndependent }: TableVerdict) {
  return {
    cluster: cluster === undefined || cluster === '' ? null : cluster,
    gateway,
    host,
    routes,
    foreign,
    orderIndependent,
  };
}

/** Returns a finding with the keys of the JSON output; another document can contain it. */
export function findingJson({
  code,
  severity,
  message,
  help,
  places,
  routes = [],
  witness,
  connection,
}: Finding) {
  return {
    code,
    severity,
    message,
    help,
    places: places.map(placeJson),
    routes: routes.map(routeJson),
    witness: witness && witnessJson(witness),
    connection: connection && {
      port: connection.port,
      serverName: connection.serverName,
      address: connection.address,
    },
  };
}

function placeJson({ file, line, column, object }: Place) {
  return { file, line, column, object };
}

function routeJson({ virtualService, rule, match }: RouteReference) {
  return { virtualService, rule, match };
}

function witnessJson({ method, path, headers, query, scheme }: Witness) {
  return { method, path, headers, query, scheme };
}
