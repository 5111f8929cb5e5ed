import { isIP } from 'node:net';
import { imageProblem } from '../base';
import type { ValuePath } from '../shape';
import { containsAddress } from './address-ranges';
import { checkCidrs, noPeer } from './check-peers';
import type { GatewayWorkload, JavaPlatform } from './environment';
import { checkJavaServices } from './java-services';
import { problem, type InventoryProblem } from './problem';

/** A URL without a path, a user or a query. */
const BASE_URL = /^https?:\/\/[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:[0-9]{1,5})?$/;

/**
 * Finds what is wrong in a Java platform: its URL, address ranges and ports.
 * @param own the steps from the environment to it
 */
export function checkJavaPlatform(
  { url, cidrs, ports, services = {} }: JavaPlatform,
  own: ValuePath,
): InventoryProblem[] {
  const problems = cidrs.length === 0 ? [noPeer(own)] : checkCidrs(cidrs, [...own, 'cidrs']);
  if (!BASE_URL.test(url) || !URL.canParse(url)) {
    const message = `"${url}" is not the base URL of a gateway`;
    problems.push(problem([...own, 'url'], message, 'write it as http://host:8080'));
  }
  if (ports.length === 0) {
    const help = 'an empty list would open them all; name each';
    problems.push(problem([...own, 'ports'], `${own.join('.')} names no port`, help));
  }
  for (const [index, port] of ports.entries()) {
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) continue;
    const help = 'write a whole number from 1 to 65535';
    problems.push(problem([...own, 'ports', index], `${port} is not a port`, help));
  }
  const named = checkJavaServices(services, [...own, 'services']);
  return [...(problems.length > 0 ? problems : checkReach({ url, cidrs, ports }, own)), ...named];
}

/** Finds what the network policy of the egress gateway, made of the ports and address ranges, would block. */
function checkReach({ url, cidrs, ports }: JavaPlatform, own: ValuePath): InventoryProblem[] {
  const path = [...own, 'url'];
  const { protocol, hostname, port } = new URL(url);
  const problems: InventoryProblem[] = [];
  const used = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  // Policies see the pods behind a Service, whose ports may be others than its own.
  if (!ports.includes(used) && !/\.svc(\.cluster\.local)?$/.test(hostname)) {
    const message = `the egress gateway sends requests to port ${used} of ${hostname}, and its network policy lets out to ${ports.join(', ')} alone`;
    const help = `add ${used} to ${own.join('.')}.ports, or correct the URL`;
    problems.push({ code: 'KF508', path, message, help });
  }
  if (isIP(hostname) === 4 && !containsAddress(cidrs, hostname)) {
    const message = `the egress gateway sends requests to ${hostname}, and its network policy lets out to ${cidrs.join(', ')} alone`;
    const help = `add a range with ${hostname} to ${own.join('.')}.cidrs, or correct the URL`;
    problems.push({ code: 'KF508', path, message, help });
  }
  return problems;
}

/**
 * Finds what is wrong in how one direction of the east-west gateways runs.
 * @param own the steps from the environment to it
 */
export function checkWorkload(
  { image, resources, replicas: { min, max } }: GatewayWorkload,
  own: ValuePath,
): InventoryProblem[] {
  const field = own.join('.');
  const problems = Object.entries(resources)
    .filter(([, quantity]) => !/^[0-9]+(\.[0-9]+)?(m|[KMGT]i?)?$/.test(quantity))
    .map(([name, quantity]) => {
      const message = `"${quantity}" is not a Kubernetes quantity`;
      return problem([...own, 'resources', name], message, 'write it as 500m or 1Gi');
    });
  const unusable = imageProblem(image);
  if (unusable !== undefined) {
    const message = `${field} runs the image ${JSON.stringify(image)}, which ${unusable.reason}`;
    const code = unusable.kind === 'unfixed' ? 'KF414' : 'KF501';
    problems.push({ ...problem([...own, 'image'], message, unusable.help), code });
  }
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max) return problems;
  const message = `${field} runs on ${min} to ${max} replicas`;
  const help = 'min is a whole number of at least 1, max of at least min';
  return [...problems, problem([...own, 'replicas'], message, help)];
}
