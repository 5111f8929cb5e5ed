import { spellRollouts } from '../../../base';
import { authority, objectChange, risksIn } from './inputs';

/** A VirtualService that sends requests to Knative Services, with the rollout that it tells of. */
function virtualService(services: readonly string[], at?: string | number, steps = ['1', '10', '100']) {
  const rollout = { function: 'a/x', from: 'blue', to: 'green', steps, at: at ?? 0 };
  const route = services.map((service) => ({
    destination: { host: 'gateway' },
    weight: 100 / services.length,
    headers: { request: { set: { Host: authority(service) } } },
  }));
  return {
    metadata: { annotations: at === undefined ? {} : { 'kfaas.io/rollout': spellRollouts([rollout]) } },
    spec: { http: [{ route }] },
  };
}

const KIND = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'kfaas-system',
};

type Side = ReturnType<typeof virtualService>;

const said = (before: Side, after: Side) =>
  risksIn([], {
    objects: [objectChange(before, after, { ...KIND, name: 'x' })],
  }).map(({ code, severity, message }) => `${code} ${severity} ${message}`);

const [blue, both, green] = [['blue'], ['blue', 'green'], ['green']];

describe('KF818', () => {
  test.each([
    ['a step', virtualService(both, 1), virtualService(both, 10)],
    ['the first step', virtualService(blue, 0), virtualService(both, 1)],
    ['a new plan with its first step', virtualService(blue), virtualService(both, 1)],
    ['a new plan for shares that there are', virtualService(both), virtualService(both, 10)],
    ['the canary', virtualService(blue), virtualService(both, 'canary', ['canary', '10', '100'])],
    [
      'from the canary on',
      virtualService(both, 'canary', ['canary', '10', '100']),
      virtualService(both, 10, ['canary', '10', '100']),
    ],
    ['many steps back', virtualService(green, 100), virtualService(blue, 0)],
    ['the end', virtualService(green, 100), virtualService(green)],
    ['giving it up', virtualService(both, 10), virtualService(blue)],
    ['a step that the new plan has', virtualService(both, 1), virtualService(green, 100, ['1', '100'])],
  ])('is not told of %s', (_what, before, after) => {
    expect(said(before, after)).toEqual([]);
  });

  test.each([
    ['skipped', virtualService(both, 1), virtualService(green, 100), 'goes from 1 % to 100 % and skips 10 %'],
    ['first', virtualService(blue), virtualService(both, 10), 'goes from 0 % to 10 % and skips 1 %'],
    [
      'the canary',
      virtualService(blue, 0, ['canary', '10', '100']),
      virtualService(both, 10, ['canary', '10', '100']),
      'goes from 0 % to 10 % and skips canary',
    ],
    ['ended', virtualService(both, 10), virtualService(green), 'ends at 10 %'],
    ['begun and ended', virtualService(blue, 0), virtualService(green), 'ends at 0 %'],
  ])('is told of what is %s', (_what, before, after, message) => {
    expect(said(before, after)).toEqual([`KF818 error the rollout of a/x ${message} in prod-cn`]);
  });

  test('finds a plan whose routes go over to the VirtualService of another function', () => {
    const other = (at: string | number) => ({
      ...virtualService(both, at),
      spec: { http: [...virtualService(['other']).spec.http, ...virtualService(both).spec.http] },
    });
    const objects = (at: string | number) => [
      objectChange(virtualService(both, 1), undefined, { ...KIND, name: 'x' }),
      objectChange(virtualService(['other']), other(at), { ...KIND, name: 'y' }),
    ];
    const codes = (at: string | number) => risksIn([], { objects: objects(at) }).map(({ code }) => code);
    expect(codes(10)).not.toContain('KF818');
    expect(codes(100)).toContain('KF818');
  });
});
