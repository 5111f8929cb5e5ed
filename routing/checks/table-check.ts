import type { OrderIndependence } from './order-problems';
import type { RouteProblem } from './route-problem';

/** The verdict on one table. */
export interface CheckedTable {
  readonly gateway: string;
  /** The domain; of TLS and TCP routes, which connections they are. */
  readonly host: string;
  /** Number of Envoy routes on the listener that no match names, and that is not redirected to HTTPS. */
  readonly routes: number;
  readonly orderIndependent: OrderIndependence;
}

/** The result of a check: verdicts and problems. */
export interface TableCheck {
  readonly tables: readonly CheckedTable[];
  readonly problems: readonly RouteProblem[];
}
