import fc from 'fast-check';
import type { FieldChange, ObjectChange } from '../../../../review/model';
import { fieldChanges } from '../../../../review/model/objects/field-changes';
import { matchObjects } from '../../../../review/model/objects/matched-objects';
import { objectChanges } from '../../../../review/model/objects/object-changes';
import { serviceChanges } from '../../../../review/model/objects/service-changes';
import { applyFields, sortNamed } from './object-apply';
import { clusterPair, knativeService, swapped, virtualService, type Files } from './object-snapshots';
import { byRunLength } from '../../../properties/run-length';

const KEYS = ['a', 'name', 'k.x/y', '__proto__', 'http'];

/** Nested values of few words, so that the sides have much in common. */
const { value } = fc.letrec<{ value: unknown; entry: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(0, 1, null, true, '', 'x', 'y', 'z'),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(tie('entry'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), tie('value')), {
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map(mapping),
  ),
  entry: fc.tuple(fc.constantFrom('x', 'y', 'z', 'a b]'), tie('value')).map(([name, a]) => ({ name, a })),
}));

/** Keeps a key that is called `__proto__`. */
function mapping(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries);
}

const NAMES = ['gallery', 'invoice', 'showroom'];
const NAMESPACES = ['faas-alpha', 'faas-beta'];

/** Files of a cluster, as edits leave them: functions that come, go, move and change. */
const files: fc.Arbitrary<Files> = fc
  .array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      namespace: fc.constantFrom(...NAMESPACES),
      max: fc.constantFrom('1', '2'),
      prefix: fc.constantFrom('/p/', '/q/'),
      file: fc.constantFrom('1', '2'),
    }),
    { maxLength: 6 },
  )
  .map((functions) => {
    const byFile = new Map<string, unknown[]>();
    const seen = new Set<string>();
    for (const { name, namespace, max, prefix, file } of functions) {
      if (seen.has(`${namespace}/${name}`)) continue;
      seen.add(`${namespace}/${name}`);
      const path = `${namespace}/${file}.yaml`;
      const objects = [
        knativeService('saas', name, namespace, { max }),
        virtualService('saas', name, namespace, { prefix }),
      ];
      byFile.set(path, [...(byFile.get(path) ?? []), ...objects]);
    }
    return Object.fromEntries(byFile);
  });

const pairs = fc
  .tuple(
    fc.option(files, { nil: undefined }),
    fc.option(files, { nil: undefined }),
    fc.option(files, { nil: undefined }),
  )
  .map(([a, b, c]) => [clusterPair(a, b), clusterPair(b, c, { cluster: 'prod-eu' })]);

describe('field changes', () => {
  it('lead from one value to the other', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const applied = applyFields(before, fieldChanges(before, after));
        expect(sortNamed(applied)).toEqual(sortNamed(after));
      }),
      { numRuns: byRunLength({ quick: 150, long: 2000 }) },
    );
  });

  it('are none just where nothing differs but the places of named entries that come', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const isSame = JSON.stringify(sortNamed(before)) === JSON.stringify(sortNamed(after));
        if (!isSame) expect(fieldChanges(before, after)).not.toEqual([]);
        expect(fieldChanges(before, before)).toEqual([]);
      }),
    );
  });

  it('tell the same in the other direction, before and after swapped', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const there = fieldChanges(before, after).map(withoutPlaces);
        const back = fieldChanges(after, before).map((field) => withoutPlaces(inverted(field)));
        expect(back.sort()).toEqual(there.sort());
      }),
      { numRuns: byRunLength({ quick: 150, long: 2000 }) },
    );
  });
});

describe('object changes', () => {
  it('are none between sides that are the same', () => {
    fc.assert(
      fc.property(files, (side) => {
        const pair = clusterPair(side, structuredClone(side));
        expect(objectChanges(matchObjects([pair]))).toEqual([]);
        expect(serviceChanges(matchObjects([pair])).renamed).toEqual([]);
      }),
    );
  });

  it('are the same in the other direction, added and removed swapped', () => {
    fc.assert(
      fc.property(pairs, (both) => {
        const there = objectChanges(matchObjects(both)).map((change) => spelled(change, false));
        const back = objectChanges(matchObjects(swapped(both))).map((change) => spelled(change, true));
        expect(back.sort()).toEqual(there.sort());
      }),
      { numRuns: 200 },
    );
  });

  it('name each object that differs once', () => {
    fc.assert(
      fc.property(pairs, (both) => {
        const places = objectChanges(matchObjects(both)).flatMap(({ object: { kind }, where }) =>
          where.map(({ cluster, namespace, name }) => [cluster, kind, namespace, name].join()),
        );
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });
});

function inverted({ path, before, after }: FieldChange): FieldChange {
  return { path, before: after, after: before };
}

/** The number of an entry is its place on the later side, and so depends on the direction. */
function withoutPlaces({ path, before, after }: FieldChange): string {
  return JSON.stringify([path.replace(/\[\d+\]/g, '[]'), before ?? null, after ?? null]);
}

const OTHER = { added: 'removed', removed: 'added', changed: 'changed', renamed: 'renamed' } as const;

/** A change as it is reported, or, told in the other direction, as it would be in this one. */
function spelled({ kind, object, from, fields, where }: ObjectChange, isBack: boolean): string {
  const told = fields.map((field) => withoutPlaces(isBack ? inverted(field) : field)).sort();
  // A renamed object is reported by its later name, so that its places are others in the other direction.
  const [old, now] = isBack ? [object, from] : [from, object];
  const places = where.map(({ cluster, name }) => `${cluster} ${name}`).sort();
  const names = kind === 'renamed' ? [old?.name, now?.name, where.length] : places;
  return JSON.stringify([isBack ? OTHER[kind] : kind, object.kind, names, told]);
}
