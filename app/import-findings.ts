import type { Finding, Place } from '../findings';
import type { RepeatedName } from '../manifests';
import type { DeclaredVirtualService, ImportedFunction, servicesOfFunctions } from '../takeover';
import { spellPath, type ValuePath } from '../shape';

/** The place of a field of a VirtualService in what runs. */
export function placeInSource({ found, name }: DeclaredVirtualService, path: ValuePath): Place {
  const place = found.source.objects[found.index]?.placeOf(path);
  return { file: '', line: 1, column: 1, ...place, object: name };
}

/** Says what the catalog cannot say of a VirtualService. */
export function outsideFindings(service: DeclaredVirtualService): readonly Finding[] {
  return service.remarks.outside.map(({ path, why }): Finding => ({
    code: 'KF910',
    severity: 'error',
    message: `${service.name} cannot be imported: ${spellPath(path)} ${why}`,
    help: 'change it first, or leave it as it is: --partial imports the others',
    places: [placeInSource(service, path)],
  }));
}

/** Says that two VirtualServices of a namespace would be one function. */
export function clashFinding({
  id,
  kept,
  again,
}: {
  readonly id: string;
  readonly kept: DeclaredVirtualService;
  readonly again: DeclaredVirtualService;
}): Finding {
  return {
    code: 'KF911',
    severity: 'error',
    message: `${again.name} would be the function ${id}, as ${kept.name} is`,
    help: 'bring their rules together in one of them first, or rename the other',
    places: [placeInSource(again, ['metadata', 'name']), placeInSource(kept, ['metadata', 'name'])],
  };
}

/** Says that what runs in a cluster has an object twice. */
export function repeatedFinding({ name, message, again, first }: RepeatedName, cluster: string): Finding {
  return {
    code: 'KF616',
    severity: 'error',
    message: `${cluster}: ${message}`,
    help: 'take one of them out of the source; only the first is read',
    places: [again, first].map(({ placeOf }) => ({ ...placeOf(['metadata', 'name']), object: name })),
  };
}

/** The most reasons that one finding names. */
const REASONS = 3;

/** Says that a Knative Service stays with who deploys it, since a file cannot say all of it. */
export function serviceFindings(
  { id, placed }: ImportedFunction,
  serviceOf: ReturnType<typeof servicesOfFunctions>,
): readonly Finding[] {
  for (const one of placed) {
    const found = serviceOf(one, id);
    if (found === undefined || found.declared.outside.length === 0) continue;
    const { source, index, declared } = found;
    const [first] = declared.outside;
    const reasons = declared.outside.slice(0, REASONS).map(({ path, why }) => `${spellPath(path)}: ${why}`);
    const more = declared.outside.length - reasons.length;
    const message = `the Knative Service of ${id} stays with who deploys it: ${reasons.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
    const place = source.objects[index]?.placeOf(first?.rule === undefined ? (first?.path ?? []) : []);
    return [
      {
        code: 'KF917',
        severity: 'note',
        message,
        help: 'to render it, write "service" into the file and see what changes: kfaas diff',
        places: place === undefined ? [] : [{ ...place, object: id }],
      },
    ];
  }
  return [];
}
