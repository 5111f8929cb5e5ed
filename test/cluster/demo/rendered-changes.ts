import type { RenderedObject } from '../kubernetes/rendered-objects';

/** What another rendering of a folder changes. */
export interface RenderedChanges {
  /** Created or changed objects. */
  readonly applied: readonly RenderedObject[];
  readonly deleted: readonly RenderedObject[];
}

/** Compares two renderings. */
export function renderedChanges(
  before: ReadonlyMap<string, RenderedObject>,
  after: ReadonlyMap<string, RenderedObject>,
): RenderedChanges {
  const isOther = (object: RenderedObject, name: string) =>
    JSON.stringify(before.get(name)) !== JSON.stringify(object);
  return {
    applied: [...after].filter(([name, object]) => isOther(object, name)).map(([, object]) => object),
    deleted: [...before].filter(([name]) => !after.has(name)).map(([, object]) => object),
  };
}
