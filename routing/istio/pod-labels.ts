import type { Mapping } from '../../base';

/** Whether all labels of a selector are among some labels: what has these is selected. */
export function hasLabels(labels: Mapping, selector: Mapping): boolean {
  return Object.entries(selector).every(
    ([label, value]) => Object.hasOwn(labels, label) && labels[label] === value,
  );
}

/** Whether one Pod may have the labels of two selectors: no label has two values. */
export function areCompatible(one: Mapping, other: Mapping): boolean {
  return Object.entries(one).every(
    ([label, value]) => !Object.hasOwn(other, label) || other[label] === value,
  );
}
