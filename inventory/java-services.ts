import { isJavaServiceName } from '../base';
import type { ValuePath } from '../shape';
import { problem, type InventoryProblem } from './problem';

/** A Java service that functions may call through the egress gateway. */
export interface JavaService {
  /**
   * Where the Java platform's gateway has it: a path that begins and ends with a slash.
   * @default - `/<name>/`
   */
  readonly path?: string;
}

/** The Java services of an environment, by their names. */
export type JavaServices = Readonly<Record<string, JavaService>>;

const PATH = /^(\/[A-Za-z0-9._-]+)+\/$/;

/** The path of a Java service at the Java platform's gateway, which is the same at the egress gateway. */
export function javaServicePath(name: string, services: JavaServices): string {
  return services[name]?.path ?? `/${name}/`;
}

/** Finds what is wrong in the Java services of an environment: their names and paths, and paths that two of them have. */
export function checkJavaServices(services: JavaServices, own: ValuePath): InventoryProblem[] {
  const owners = new Map<string, string>();
  return Object.keys(services).flatMap((name): InventoryProblem[] => {
    if (!isJavaServiceName(name)) {
      const message = `${JSON.stringify(name)} is no name of a Java service`;
      const help = 'write it as the Java platform names it: letters, digits and . _ -';
      return [{ ...problem([...own, name], message, help), at: 'key' }];
    }
    const path = javaServicePath(name, services);
    const at = services[name]?.path === undefined ? [...own, name] : [...own, name, 'path'];
    if (!PATH.test(path) || /\/\.{1,2}\//.test(path)) {
      const message = `${JSON.stringify(path)} is no path of a Java service`;
      return [problem(at, message, `write it with a slash at both ends, as /${name}/`)];
    }
    const owner = owners.get(path);
    owners.set(path, owner ?? name);
    if (owner === undefined) return [];
    const message = `the Java services ${owner} and ${name} have one path, ${path}`;
    return [problem(at, message, 'the egress gateway could not tell them apart: give each its own')];
  });
}
