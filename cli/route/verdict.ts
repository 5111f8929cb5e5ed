import pc from 'picocolors';
import { differingAnswers, type RouteBook } from '../../app';
import {
  answerReference,
  type GatewayRequest,
  type RequestWay,
  type Route,
  type RouteList,
} from '../../routing';
import { refusalOf, type BeforeGateway } from './before-gateway';
import { spellTarget } from './outcome';
import { spellSent } from './request';

/** How a verdict is shown. */
export interface VerdictOptions {
  /** @default false */
  readonly color?: boolean;
  /** @default - the path was received as it was sent */
  readonly before?: BeforeGateway;
}

/** Returns one line: the request, the route that answers it, and the target. */
export function spellVerdict(
  sent: GatewayRequest,
  way: RequestWay | undefined,
  book: RouteBook,
  { color = false, before }: VerdictOptions = {},
): string {
  const { bold, green, red } = pc.createColors(color);
  const answer = way?.list.routes[way.matches[0] ?? -1];
  const refusal = refusalOf(before);
  const verdict =
    refusal !== undefined
      ? red(`${refusal.refused}: ${before?.by ?? 'the ingress gateway'} refuses it, since ${refusal.reason}`)
      : way === undefined
        ? red('404: no VirtualService serves this host')
        : answer === undefined
          ? red('404: no route matches')
          : `${green(printable(spellReference(way.list, answer)))} -> ${printable(spellTarget(answer, sent, book.rules))}`;
  return `${bold(printable(spellSent(sent)))} -> ${verdict}`;
}

/** Returns one line for each answer; where gateways, or kinds of their proxies, answer differently, their names are in front. */
export function spellVerdicts(sent: GatewayRequest, ways: readonly RequestWay[], book: RouteBook): string {
  const groups = differingAnswers(ways, book);
  if (groups.length < 2) return `${spellVerdict(sent, ways[0], book)}\n`;
  const lines = groups.map((group) => {
    const gateways = group.map(({ table }) => table.gateway).join(' and ');
    return `${printable(gateways)}: ${spellVerdict(sent, group[0], book)}\n`;
  });
  return lines.join('');
}

/** Returns what answers: the match of a rule, or the server of a Gateway. */
export function spellReference(list: RouteList, route: Route): string {
  const answer = answerReference(list, route);
  if (answer.virtualService === undefined) return `Gateway ${answer.gateway} server ${answer.server}`;
  return `${answer.virtualService} rule ${answer.rule} match ${answer.match}`;
}

/** Escapes control characters, so that text from manifests cannot control the terminal. */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
