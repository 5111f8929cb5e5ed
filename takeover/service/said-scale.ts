import type { Mapping } from '../../base';
import type { PlatformProfile } from '../../platform';
import type { Said } from './said-containers';
import { NUMBERS, scaleAnnotations, SCALING, usedSpelling, type ScaleField } from './scaling-spelling';

/** How a function scales, and the annotations of its pods that say it. */
export interface SaidScale {
  readonly scale: Said;
  /** The names of annotations that a file says as `scale`. */
  readonly annotations: readonly string[];
}

/** What each class of autoscaler goes by where nothing is said. */
const USUAL_METRIC: Readonly<Record<string, string>> = {
  [`kpa.${SCALING.slice(0, -1)}`]: 'concurrency',
  [`hpa.${SCALING.slice(0, -1)}`]: 'cpu',
};

/** Reads how a function scales from the annotations of its pods. */
export function saidScale(annotations: Mapping, concurrency: unknown, profile: PlatformProfile): SaidScale {
  const found = Object.entries(scaleAnnotations(profile)).flatMap(([field, annotation]) => {
    const used = usedSpelling(annotation, annotations);
    const value = Object.hasOwn(annotations, used) ? annotations[used] : undefined;
    return value === undefined ? [] : [{ field: field as ScaleField, used, value }];
  });
  const kind = `${SCALING}class`;
  const scalar = Object.hasOwn(annotations, kind) ? annotations[kind] : undefined;
  const usual = Object.hasOwn(USUAL_METRIC, String(scalar)) ? USUAL_METRIC[String(scalar)] : undefined;
  const said = found.map(({ field, value }): readonly [string, unknown] => [
    field,
    NUMBERS.includes(field) ? numeric(value) : value,
  ]);
  return {
    scale: Object.fromEntries([['concurrency', concurrency], ['metric', usual], ...said]),
    annotations: [...found.map(({ used }) => used), ...(scalar === undefined ? [] : [kind])],
  };
}

/** An annotation as the number that it says; as it is where it says none. */
function numeric(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}
