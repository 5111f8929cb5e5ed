import fc from 'fast-check';
import { nearRegions, type ExposedRegion } from '../../compatibility/exposed-regions';

const segments = fc.array(fc.constantFrom('a', 'ab', 'b', 'a.b', 'c'), { minLength: 1, maxLength: 4 });
const paths = fc.tuple(segments, fc.constantFrom('', '/')).map(([names, end]) => `/${names.join('/')}${end}`);

const region = (path: string): ExposedRegion => ({
  exposed: { type: 'Prefix', path },
  folder: path.replace(/\/$/, ''),
  isTaken: true,
});

test('the near regions are those around a text by segments, and those that begin with it', () => {
  let near = 0;
  fc.assert(
    fc.property(fc.uniqueArray(paths, { maxLength: 12 }), paths, (exposed, text) => {
      const regions = exposed.map(region);
      const found = nearRegions(regions)(text);
      const meant = regions.filter(({ folder }) => text.startsWith(`${folder}/`) || folder.startsWith(text));
      near += meant.length;
      expect(new Set(found)).toEqual(new Set(meant));
      expect(found).toHaveLength(meant.length);
    }),
    { numRuns: 500, seed: 1 },
  );
  expect(near).toBeGreaterThan(100);
});
