import { answer, bookOf, manifest } from './route-fixture';

/** A VirtualService in the mesh, whose first rule is for clients with a label. */
const IN_MESH = manifest(
  'web',
  `    - match: [{ uri: { prefix: /a }, sourceLabels: { app: web } }]
      route: [{ destination: { host: one.ns } }]
    - match: [{ uri: { prefix: /a } }, { uri: { prefix: /b } }]
      route: [{ destination: { host: two.ns } }]
`,
  { gateways: '[mesh]' },
);

describe('the JSON of a request has', () => {
  const book = bookOf({ 'web.yaml': IN_MESH });

  test('all answers, where kinds of clients have different ones; the first is that of the line', () => {
    const told = answer(book, { path: '/a' });
    expect(told).toMatchObject({
      matched: true,
      rule: 1,
      gateway: 'mesh',
      answers: [
        { gateways: ['mesh'], matched: true, rule: 1, match: 0, destinations: [{ host: 'two.ns' }] },
        {
          gateways: ['mesh for app=web'],
          matched: true,
          virtualService: 'team/web',
          rule: 0,
          destinations: [{ host: 'one.ns' }],
          alsoMatched: [{ virtualService: 'team/web', rule: 1, match: 0 }],
        },
      ],
    });
  });

  test('no match for clients that no VirtualService has routes for: the service itself answers them', () => {
    const other = bookOf({ 'web.yaml': IN_MESH.split('    - match: [{ uri: { prefix: /a } }')[0] ?? '' });
    expect(answer(other, { path: '/a' })).toMatchObject({
      matched: false,
      answers: [
        { gateways: ['mesh'], matched: false },
        { gateways: ['mesh for app=web'], matched: true, virtualService: 'team/web', rule: 0, match: 0 },
      ],
    });
    const none = answer(book, { path: '/c' });
    expect(none).toEqual({ request: { path: '/c' }, matched: false, alsoMatched: [] });
  });

  test('one answer, where all have the same', () => {
    expect(answer(book, { path: '/b' })).not.toHaveProperty('answers');
  });
});
