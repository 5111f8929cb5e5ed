/** The files of environments/ with given texts, and an index that exports ENVIRONMENTS and DELIVERY. */
export function sourcesOf(files: Readonly<Record<string, string>>): (file: string) => string | undefined {
  const all: Readonly<Record<string, string>> = {
    'index.ts': "export { DELIVERY } from './delivery';\nexport { ENVIRONMENTS } from './environments';\n",
    ...files,
  };
  return (file) => all[file.replace('environments/', '')];
}
