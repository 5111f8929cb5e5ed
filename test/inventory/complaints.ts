import { ENVIRONMENTS } from '../../environments';
import { renderHuman, sortedFindings } from '../../findings';
import { checkEnvironments, type Cluster, type Environment } from '../../inventory';
import { sourcesOf } from './sources';

/** The first of the shipped environments, and its one cluster. */
export const SHIPPED = first(ENVIRONMENTS);
export const SHIPPED_CLUSTER: Cluster = first(SHIPPED.clusters);

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('the shipped environments are not what these tests build upon');
  return item;
}

/**
 * The complaints about an environment that differs from the first of the shipped ones.
 * @param written the file that declares it; by default its data as JSON
 */
export function complaints(change: Partial<Environment>, written?: string): string {
  const environment: Environment = { ...SHIPPED, ...change };
  const text = written ?? `export const ENVIRONMENTS = [${JSON.stringify(environment, undefined, 2)}];\n`;
  const source = sourcesOf({
    'index.ts': "export { ENVIRONMENTS } from './test';\n",
    'test.ts': text,
  });
  return renderHuman(sortedFindings(checkEnvironments([environment], source)), { source });
}
