import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { load } from 'js-yaml';
import { isMapping, listOf, textOf } from '../base';

/** The names of a file that tells kustomize what belongs together. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** A kustomization that sets the namespace of its resources. */
interface NamespaceSetting {
  readonly namespace: string;
  /** The paths of its resources, relative to its folder. */
  readonly resources: readonly string[];
}

/**
 * Returns a function that tells the namespace which kustomize gives to the objects of a file: that of the outermost kustomization
 * around it that has one and lists the file, or a folder around it, in its resources. Each folder is read once.
 */
export function kustomizedNamespaces(): (file: string) => string | undefined {
  const settings = new Map<string, NamespaceSetting | undefined>();
  return (file) => {
    let namespace: string | undefined;
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const setting = settings.has(folder) ? settings.get(folder) : settingOf(folder);
      settings.set(folder, setting);
      if (setting !== undefined && lists(setting, relative(folder, file))) namespace = setting.namespace;
      if (dirname(folder) === folder) return namespace;
    }
  };
}

function settingOf(folder: string): NamespaceSetting | undefined {
  const file = NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  try {
    const read: unknown = load(readFileSync(file, 'utf8'));
    if (!isMapping(read)) return undefined;
    const namespace = textOf(read.namespace);
    const resources = [...listOf(read.resources), ...listOf(read.bases)].flatMap(
      (path) => textOf(path) ?? [],
    );
    return namespace === undefined ? undefined : { namespace, resources };
  } catch {
    // kustomize refuses it; what it means for others is not known.
    return undefined;
  }
}

function lists({ resources }: NamespaceSetting, path: string): boolean {
  const own = path.split(sep).join('/');
  return resources
    .map((resource) => resource.replace(/^\.\//, '').replace(/\/$/, ''))
    .some((resource) => own === resource || own.startsWith(`${resource}/`));
}
