import { routingRulesOf } from '../platform';
import { readInputs } from '../manifests';
import { checkTables, routeTables } from '../routing';
const rules = routingRulesOf('1.28.6')!;
for (let k = 0; k < 30; k++) {
  const t0 = performance.now();
  const read = readInputs(['/tmp/v700'], { kinds: ['VirtualService', 'Gateway'] });
  const t1 = performance.now();
  const objects = read.objects.map(({ object }) => object);
  const tables = routeTables(objects, rules);
  const t2 = performance.now();
  checkTables(tables, rules);
  const t3 = performance.now();
  if (k % 5 === 0) console.log((t1 - t0).toFixed(1), (t2 - t1).toFixed(1), (t3 - t2).toFixed(1));
}
