import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchemas } from '../catalog';

// Writes the JSON Schemas of the catalog files beside this file: `npm run schemas`.
for (const [name, text] of editorSchemas()) writeFileSync(join(__dirname, name), text);
