import { annotationOf } from './annotation';
import { ANNOTATION } from './labels';

/** An order of two functions whose routes cross, which the file of the first declares with `before`. */
export interface DeclaredOrder {
  /** `<team>/<name>` */
  readonly first: string;
  /** `<team>/<name>` */
  readonly then: string;
  /** A request on which it decides: both match it, and the first answers. */
  readonly request: string;
}

/** Spells orders as an annotation, a line each: `saas/search before saas/showroom: GET /faas/api/saas/a/x`. */
export function spellOrders(orders: readonly DeclaredOrder[]): string {
  return orders.map(({ first, then, request }) => `${first} before ${then}: ${request}`).join('\n');
}

/** Returns the orders that a VirtualService names. */
export function renderedOrders(virtualService: unknown): readonly DeclaredOrder[] {
  const told = annotationOf(virtualService, ANNOTATION.order);
  return (told?.split('\n') ?? []).flatMap((line) => {
    const found = /^(\S+) before (\S+): (.+)$/.exec(line);
    if (found === null) return [];
    const [, first = '', then = '', request = ''] = found;
    return { first, then, request };
  });
}
