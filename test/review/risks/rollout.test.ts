import type { Rollout, RolloutNeed, RolloutStep } from '../../../review/model';
import {
  answer,
  host,
  PROD_CN,
  PROD_US,
  requestChange,
  risksIn,
  routesChange,
  told,
  virtualServiceOf,
} from './inputs';

const [OLD, NEW] = ['saas/old', 'saas/new'].map((of) => `kfaas-system/${virtualServiceOf(of)}`) as [
  string,
  string,
];
const CREATE: RolloutStep = { action: 'create', virtualService: NEW };
const DELETE: RolloutStep = { action: 'delete', virtualService: OLD };
const NEED: RolloutNeed = {
  first: [CREATE],
  then: [DELETE],
  requests: { matched: ['prefix /saas/x/'], except: [] },
  witness: { method: 'GET', path: '/saas/x/', headers: {}, query: {} },
  where: PROD_CN,
};
const ordered = (isUsual: boolean): Rollout => ({
  safety: 'ordered',
  needs: [NEED],
  order: [CREATE, { action: 'change', virtualService: 'kfaas-system/elsewhere' }, DELETE],
  isUsual,
  where: [PROD_CN, PROD_US],
});

test('KF812: the usual order is a note, another one a warning with its steps', () => {
  const objects = [routesChange('saas/old', [], undefined), routesChange('saas/new', undefined, [])];
  const changes = [requestChange(answer('saas/old'), answer('saas/new'))];
  const [warning] = risksIn(changes, { rollouts: [ordered(false)], objects }).filter(
    ({ code }) => code === 'KF812',
  );
  expect(warning).toMatchObject({
    severity: 'warning',
    message: `the order of applying matters on the gateway host of faas-prod: create ${NEW}, then delete ${OLD}; in another order requests are lost or misrouted for a while: prefix /saas/x/ in prod-cn and prod-us`,
    witness: NEED.witness,
    teams: ['saas'],
    requestChanges: [0],
    objectChanges: [0, 1],
  });
  const [note] = risksIn([], { rollouts: [ordered(true)] });
  expect(note?.severity).toBe('note');
  expect(note?.help).toBe(
    'delete last, as Argo CD with PruneLast=true (rendered Applications have it), Flux, and kubectl apply followed by a prune do; sync waves do not decide it',
  );
  expect(warning?.help).toContain('apply one after the other as listed');
});

test('KF812: nothing is said where any order is safe', () => {
  expect(risksIn([], { rollouts: [{ safety: 'any', where: [PROD_CN] }] })).toEqual([]);
});

test('KF813: where no order is safe, two pull requests are proposed', () => {
  const none: Rollout = { safety: 'none', needs: [NEED], keep: [OLD], where: [PROD_CN] };
  const [risk] = risksIn([], { rollouts: [none] });
  expect(risk).toMatchObject({
    code: 'KF813',
    severity: 'error',
    message: `no order of applying is safe on the gateway host of faas-prod: requests are lost or misrouted for a while: prefix /saas/x/; old rules to keep at first: ${OLD} in prod-cn`,
  });
  expect(risk?.help).toMatch(/^make two pull requests: .*keep their old rules.*takes the old rules away$/);
});

test('KF812: many steps are counted', () => {
  const steps = Array.from({ length: 300 }, (_, i): RolloutStep => ({
    action: 'create',
    virtualService: `a/b-${i}`,
  }));
  const many: Rollout = { ...ordered(true), needs: [{ ...NEED, first: steps }], order: steps } as Rollout;
  const [risk] = risksIn([], { rollouts: [many] });
  expect(risk?.message).toContain('then create a/b-9, then 290 more; in another order');
});

test('KF814: an error on the head side, a note on the base side', () => {
  const where = [host('test-cn', 'faas-alpha'), host('test-cn', 'faas-beta')];
  const orderDependent = where.flatMap((at) => [
    { side: 'base', where: at } as const,
    { side: 'head', where: at } as const,
  ]);
  const risks = risksIn([], { requests: { orderDependent } });
  expect(told(risks)).toEqual(['KF814 error', 'KF814 note']);
  expect(risks[0]?.message).toBe(
    'the order of creation decides on some requests of the gateway hosts of faas-alpha and faas-beta in test-cn',
  );
});

test('KF815: what is not decided is an error, an order that is not decided a warning', () => {
  const why = 'Istio 1.0.0 does not merge the VirtualServices of one host';
  const rollouts: Rollout[] = [
    { safety: 'undecided', why, where: [PROD_CN] },
    { safety: 'undecided', why, where: [PROD_US] },
  ];
  const risks = risksIn([], { rollouts, requests: { verdict: 'undecided', undecided: [PROD_US] } });
  expect(told(risks)).toEqual(['KF815 error', 'KF815 warning']);
  expect(risks[0]?.message).toBe(
    'not decided whether more changes than is listed on the gateway host of faas-prod in prod-us',
  );
  expect(risks[1]?.message).toBe(
    `not decided in which order the change may be applied on the gateway host of faas-prod: ${why} in prod-cn and prod-us`,
  );
  expect(told(risksIn([], { requests: { verdict: 'undecided' } }))).toEqual(['KF815 error']);
});
