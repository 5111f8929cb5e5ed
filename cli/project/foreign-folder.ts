import { dirname, join } from 'node:path';

/** The name of the folder of foreign routes. */
const FOREIGN = 'foreign';

/** Returns the folder of foreign routes, which is beside the catalog; it need not exist. */
export function foreignFolder(functions: string): string {
  return join(dirname(functions), FOREIGN);
}
