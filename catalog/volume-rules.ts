import { posix } from 'node:path';
import { spellPath, suggest, type Problem, type ValuePath } from '../shape';
import { containersOf, type PlacedContainer } from './container-rules';
import { PART_NAME_PATTERN } from './container-schema';
import type { ServiceDeclaration } from './declaration';
import { exactlyOneOf } from './exactly-one';

type Volumes = NonNullable<ServiceDeclaration['volumes']>;

/** A volume of a function's pods. */
export type VolumeDeclaration = Volumes[string];

const KINDS = ['secret', 'configMap', 'projected', 'emptyDir', 'persistentVolumeClaim'] as const;

/** Where Knative's webhook lets nothing be mounted. */
const RESERVED_PATHS = ['/', '/dev', '/dev/log'];

const PART_NAME = new RegExp(PART_NAME_PATTERN);

/** Longest name of a volume, a DNS label. */
const NAME_LIMIT = 63;

/** Whether a container cannot write to a volume, whatever its mount says: Knative takes other mounts of such volumes not at all. */
export function isReadOnly(volume: VolumeDeclaration | undefined): boolean {
  if (volume?.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.readOnly === true;
  return volume?.emptyDir === undefined;
}

/** Checks the volumes of a function and where its containers mount them. */
export function checkVolumes(service: ServiceDeclaration): Problem[] {
  const { volumes = {} } = service;
  const containers = containersOf(service);
  const mounted = new Set(
    containers.flatMap(({ container }) =>
      Object.values(container.volumeMounts ?? {}).map(({ name }) => name),
    ),
  );
  const problems = Object.entries(volumes).flatMap(([name, volume]) => {
    const path = ['service', 'volumes', name];
    const found = [...checkName(path, name), ...checkVolume(path, volume)];
    if (!mounted.has(name)) {
      const message = `nothing mounts the volume "${name}"`;
      const help = 'say where, under volumeMounts, or remove it: Knative refuses it so';
      found.push({ code: 'KF442', path, at: 'key', message, help });
    }
    return found;
  });
  return [...problems, ...containers.flatMap((placed) => checkMounts(placed, volumes))];
}

/** Checks that a name of a volume or a container is a DNS label. */
export function checkName(path: ValuePath, name: string): Problem[] {
  if (PART_NAME.test(name) && name.length <= NAME_LIMIT) return [];
  const message = `"${spellPath(path)}": ${JSON.stringify(name)} is not a DNS label`;
  return [{ code: 'KF301', path, at: 'key', message, help: 'write a-z, 0-9 and -, up to 63 of them' }];
}

function checkVolume(path: ValuePath, volume: VolumeDeclaration): Problem[] {
  const problems = exactlyOneOf(path, volume, KINDS);
  volume.projected?.sources.forEach((source, index) => {
    const at = [...path, 'projected', 'sources', index];
    problems.push(...exactlyOneOf(at, source, ['secret', 'configMap', 'serviceAccountToken']));
  });
  return problems;
}

function checkMounts({ path: own, container }: PlacedContainer, volumes: Volumes): Problem[] {
  const seen = new Set<string>();
  return Object.entries(container.volumeMounts ?? {}).flatMap(([place, { name, readOnly, subPath }]) => {
    const path = [...own, 'volumeMounts', place];
    const refuse = (message: string, help: string, step?: string): Problem => ({
      code: 'KF442',
      path: step === undefined ? path : [...path, step],
      at: step === undefined ? 'key' : 'value',
      message,
      help,
    });
    const problems: Problem[] = [];
    const folder = posix.normalize(place).replace(/(?<=.)\/$/, '');
    if (!posix.isAbsolute(place)) problems.push(refuse(`"${place}" is no absolute path`, 'begin it with /'));
    else if (RESERVED_PATHS.includes(folder)) {
      problems.push(
        refuse(`Knative lets nothing be mounted at ${folder}`, 'write a folder of its own, as /etc/app'),
      );
    } else if (seen.has(folder)) problems.push(refuse(`${folder} is mounted twice`, 'keep one of them'));
    seen.add(folder);
    if (!Object.hasOwn(volumes, name)) {
      problems.push(refuse(`there is no volume "${name}"`, suggest(name, Object.keys(volumes)), 'name'));
    } else if (readOnly === false && isReadOnly(volumes[name])) {
      const help = 'leave readOnly out; what is to be written goes into an emptyDir or a claim';
      problems.push(refuse(`the volume "${name}" cannot be written`, help, 'readOnly'));
    }
    if (subPath !== undefined && (posix.isAbsolute(subPath) || subPath.split('/').includes('..'))) {
      problems.push(
        refuse(`the subPath "${subPath}" leads out of the volume`, 'write a path inside of it', 'subPath'),
      );
    }
    return problems;
  });
}
