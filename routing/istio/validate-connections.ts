import { isMapping, listOf, type Mapping } from '../../base';
import { isPort } from './match-fields';
import { isName } from './name-list';
import { isAddress, isSubnet } from './addresses';
import { isHost, isMadeServerName, isWithinHost } from './validate-names';
import { CONNECTION_ROUTE } from './validate-rule';
import { gatewayNames } from './validate-gateway-names';
import { ANY, LABELS, TEXT, textNow } from './validate-values';
import { fields, isSet, list, type Check, type Validation } from './validation';

/** What TLS and TCP matches have in common. */
const MATCH = {
  destinationSubnets: list(textNow('an address or a block of addresses', isSubnet), 'a list of subnets'),
  port: ((value, at) => {
    if (value !== 0 && !isPort(value)) at.misplaced(value, 'a whole number from 1 to 65535');
  }) satisfies Check,
  sourceLabels: LABELS,
  sourceSubnet: TEXT,
  sourceNamespace: TEXT,
  gateways: ((value, at) => {
    if (!Array.isArray(value)) {
      at.misplaced(value, 'a list of Gateways');
      return;
    }
    value.forEach((name: unknown, i) => {
      if (!isName(name)) at.inside([i], () => at.misplaced(name, "a Gateway's name"), name);
    });
    gatewayNames(value, [], at);
  }) satisfies Check,
};

const TLS = fields(
  'a TLS route',
  {
    match: list(fields('a TLS match', { ...MATCH, sniHosts: ANY }), 'a list of matches'),
    route: CONNECTION_ROUTE,
  },
  ({ match, route }, at) => {
    if (listOf(match).length === 0 && (!isSet(match) || Array.isArray(match)))
      at.refuseNow('has no match: it takes no connection');
    routed(route, at);
  },
);

const TCP = fields(
  'a TCP route',
  { match: list(fields('a TCP match', MATCH), 'a list of matches'), route: CONNECTION_ROUTE },
  ({ route }, at) => routed(route, at),
);

const TLS_ROUTES = list(TLS, 'a list of TLS routes');
const TCP_ROUTES = list(TCP, 'a list of TCP routes');

/** Says what the webhook refuses of TLS and TCP routes (validateTLSRoute, validateTCPRoute). */
export function validateConnections(spec: Mapping, at: Validation): void {
  const { tls, tcp, hosts } = spec;
  if (isSet(tls)) at.inside(['spec', 'tls'], TLS_ROUTES, tls);
  if (isSet(tcp)) at.inside(['spec', 'tcp'], TCP_ROUTES, tcp);
  if (listOf(hosts).length === 0 && (hosts === undefined || hosts === null || Array.isArray(hosts))) {
    for (const field of ['tls', 'tcp'])
      if (listOf(spec[field]).length > 0)
        at.inside(
          ['spec', field],
          () => at.refuseNow('is in a VirtualService without hosts, which routes no connections'),
          spec,
        );
  }
  listOf(tls).forEach((route, rule) => {
    listOf(isMapping(route) ? route.match : undefined).forEach((match, i) => {
      if (isMapping(match))
        at.inside(['spec', 'tls', rule, 'match', i], () => serverNames(match, spec, at), match);
    });
  });
}

function routed(route: unknown, at: Validation): void {
  if (listOf(route).length === 0 && (!isSet(route) || Array.isArray(route)))
    at.refuseNow('has no route: nothing takes its connections');
}

/** Each server name is one, and lies within a host of the VirtualService (validateSniHost). */
function serverNames({ sniHosts }: Mapping, { hosts, gateways }: Mapping, at: Validation): void {
  const isMalformed = isSet(sniHosts) && !Array.isArray(sniHosts);
  if (isMalformed) {
    at.inside(['sniHosts'], () => at.misplaced(sniHosts, 'a list of server names'), sniHosts);
    return;
  }
  const names = listOf(sniHosts);
  if (names.length === 0) at.refuseNow('has no sniHosts: it takes no connection');
  const inMesh = listOf(gateways).includes('mesh');
  names.forEach((name, i) => {
    at.inside(
      ['sniHosts', i],
      () => {
        if (typeof name !== 'string') {
          at.misplaced(name, 'a server name');
          return;
        }
        const isMade = name.startsWith('outbound_') && !inMesh;
        if (isMade ? !isMadeServerName(name) : !isHost(name)) {
          // Istio takes an address, with a warning.
          if (!isAddress(name))
            at.misplacedNow(name, 'a server name, in which only the first label may begin with *,');
        } else if (!listOf(hosts).some((host) => typeof host === 'string' && isWithinHost(name, host)))
          at.refuseNow('lies within none of the hosts of the VirtualService');
      },
      name,
    );
  });
}
