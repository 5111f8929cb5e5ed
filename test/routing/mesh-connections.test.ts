import fc from 'fast-check';
import { checkTables, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { RULES } from './contract-builders';
import { aged, permutations } from './creation-orders';
import { ADDRESSES, meshConnections, SERVER_NAMES } from './mesh-connection-builders';
import { tableOfClient, meshObjects } from './mesh-connection-tables';
import { naiveSidecar, REFUSED } from './naive-sidecar';

const RUNS = byRunLength({ quick: 500, long: 5000 });

describe.each(['TLS', 'TCP'])('random %s routes in the mesh', (protocol) => {
  test('are broken exactly where an order of creation shows it, or Envoy refuses them', () => {
    const verdicts = new Map<string, number>();
    fc.assert(
      fc.property(meshConnections(protocol === 'TLS'), (drawn) => {
        const orders = permutations(drawn).map((order) => {
          const ask = naiveSidecar(order);
          return ADDRESSES.flatMap((address) => SERVER_NAMES.map((name) => ask(address, name)));
        });
        const isSame = new Set(orders.map((answers) => JSON.stringify(answers))).size === 1;
        const isRefused = orders.flat().includes(REFUSED);
        const { tables, problems } = checkTables(
          routeTables(meshObjects(aged(drawn), protocol, 443), RULES),
          RULES,
        );
        const verdict = tableOfClient(tables)?.orderIndependent ?? 'proved';
        expect({ drawn, verdict }).toEqual({ drawn, verdict: isSame && !isRefused ? 'proved' : 'broken' });
        if (verdict === 'broken') expect(problems.length).toBeGreaterThan(0);
        const kind = `${verdict} ${isSame ? 'same' : 'differing'}`;
        verdicts.set(kind, (verdicts.get(kind) ?? 0) + 1);
      }),
      { numRuns: RUNS },
    );
    // Neither is rare.
    for (const kind of ['proved same', 'broken same', 'broken differing']) {
      expect(verdicts.get(kind)).toBeGreaterThan(RUNS / 100);
    }
  });
});
