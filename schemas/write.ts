import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchemas } from '../catalog';
import { inventoryOrReport, targetsOf } from '../cli/project';

// npm run schemas: writes the JSON Schemas of the catalog files into this folder, with the names of the clusters.
const inventory = inventoryOrReport();
if (inventory === undefined) process.exitCode = 1;
else {
  const schemas = editorSchemas(targetsOf(inventory), inventory.names.prefix);
  for (const [name, text] of schemas) writeFileSync(join(__dirname, name), text);
}
