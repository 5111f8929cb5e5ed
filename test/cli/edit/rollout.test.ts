import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitFolder, type GitFolder } from '../../fixtures/git-folder';
import { kfaas } from '../kfaas-command';

const FILE = 'functions/shop/cart.yaml';

/** A catalog with a function shop/cart, rendered. */
async function project(cart: string, more: Readonly<Record<string, string>> = {}): Promise<GitFolder> {
  const folder = gitFolder();
  folder.edit({
    'functions/shop/team.yaml': 'contact: shop@example.com\nprefixes: [/faas/api/shop/]\n',
    [FILE]: cart,
    ...more,
  });
  expect((await kfaas(folder.path, 'synth')).err).not.toContain('error');
  folder.commit('base');
  return folder;
}

const CART =
  '# Carts\nruntime: nodejs # since 2024\ndeployedElsewhere: [shop-cart-green] # by their pipeline\n';
const read = ({ path }: GitFolder) => readFileSync(join(path, FILE), 'utf8');

/** Runs `kfaas rollout` for shop/cart and returns what it says of the change. */
async function rollout(folder: GitFolder, ...words: readonly string[]) {
  const { exit, out, err } = await kfaas(folder.path, 'rollout', 'shop/cart', ...words);
  expect([exit, exit === 0 ? '' : err]).toEqual([0, '']);
  return out;
}

async function refused(folder: GitFolder, ...words: readonly string[]) {
  const { exit, out, err } = await kfaas(folder.path, 'rollout', 'shop/cart', ...words);
  expect([exit, out]).toEqual([2, '']);
  return err;
}

describe('kfaas rollout', () => {
  test('goes from the first step to the last, with the comments kept, and ends', async () => {
    const folder = await project(CART);
    const begun = await rollout(
      folder,
      'start',
      '--to',
      'shop-cart-green',
      '--steps',
      '10,100',
      '--order',
      'test,staging,prod',
    );
    expect(begun).toContain('changed  functions/shop/cart.yaml\n');
    expect(begun).toContain('test goes from 0 % to 10 %: test-cn.\n');
    expect(begun).toContain('shop-cart.<namespace> 100 → 90, shop-cart-green.<namespace> 0 → 10');
    expect(read(folder)).toBe(
      `${CART}rollout:\n  to: shop-cart-green\n  steps: [10, 100]\n  order: [test, staging, prod]\n  at: { test: 10 }\n`,
    );
    expect(await rollout(folder, 'next')).toContain('test goes from 10 % to 100 %: test-cn.\n');
    expect(await rollout(folder, 'next')).toContain('staging goes from 0 % to 10 %: staging-cn.\n');
    expect(await rollout(folder, 'status')).toBe(
      `shop/cart: shop-cart -> shop-cart-green, by 10 %, 100 %
  test     100 %      done          test-cn
  staging  10 %       1 of 2 steps  staging-cn
  prod     not begun                prod-cn, prod-us, prod-eu, prod-sg
  next: kfaas rollout shop/cart next, staging to 100 %
`,
    );
    expect(await refused(folder, 'finish')).toBe(
      'error: shop-cart still has requests: staging is at 10 %, prod is at 0 %\n',
    );
    await rollout(folder, 'next');
    await rollout(folder, 'next');
    await rollout(folder, 'next');
    expect(await refused(folder, 'next')).toContain('run kfaas rollout shop/cart finish\n');
    const done = await rollout(folder, 'finish');
    expect(done).toContain(
      'All requests go to shop-cart-green.\nNothing in the catalog sends requests to shop-cart',
    );
    expect(read(folder)).toBe(`${CART}backends: [{ service: shop-cart-green }]\n`);
    // And back to the function's own.
    await rollout(folder, 'start', '--steps', '100');
    expect(read(folder)).toBe(
      `${CART}rollout:\n  from: shop-cart-green\n  to: shop-cart\n  steps: [100]\n  order: [test, staging, prod]\n  at: { test: 100 }\n`,
    );
    await rollout(folder, 'next');
    await rollout(folder, 'next');
    await rollout(folder, 'finish');
    expect(read(folder)).toBe('# Carts\nruntime: nodejs # since 2024\n');
  });

  test('goes back by a step, and everywhere', async () => {
    const plan =
      'rollout:\n  to: shop-cart-green # the new one\n  steps: [10, 100]\n  at:\n    test: 100 # done\n    staging: 10\n';
    const folder = await project(CART + plan);
    expect(await rollout(folder, 'back')).toContain('staging goes from 10 % to 0 %: staging-cn.\n');
    expect(read(folder)).toBe(CART + plan.replace('staging: 10', 'staging: 0'));
    expect(await rollout(folder, 'back')).toContain('test goes from 100 % to 10 %: test-cn.\n');
    await rollout(folder, 'next');
    await rollout(folder, 'next', '--in', 'staging');
    expect(read(folder)).toBe(CART + plan);
    expect(await rollout(folder, 'back', '--all')).toContain('test goes from 100 % to 0 %');
    expect(read(folder)).toContain('    test: 0 # done\n    staging: 0\n');
    expect(await refused(folder, 'back')).toBe('error: the rollout of shop/cart has not begun\n');
    expect(await rollout(folder, 'start')).toContain('test goes from 0 % to 10 %');
  });

  test('begins with a canary, by header or by cookie', async () => {
    const folder = await project('{ runtime: nodejs, deployedElsewhere: [g] }\n');
    await rollout(folder, 'start', '--to', 'g', '--canary-header', 'X-Canary=true', '--hold', 'prod');
    expect(read(folder)).toBe(
      "{ rollout: { to: g, canary: { headers: { x-canary: { exact: 'true' } } }, steps: [1, 10, 50, 100], order: [test, staging], hold: [prod], at: { test: canary } }, runtime: nodejs, deployedElsewhere: [g] }\n",
    );
    const { out } = await kfaas(
      folder.path,
      'route',
      '/faas/api/shop/cart/1',
      '--header',
      'x-canary: true',
      '--cluster',
      'test-cn',
    );
    expect(out).toContain('Knative Service g in ');
    expect(await rollout(folder)).toContain('  hold     stays behind                ');
  });

  test('does not put a cluster ahead of its turn, and does not end where the old version has requests', async () => {
    const folder = await project(
      `${CART}routes:\n  - match: { prefix: /faas/api/shop/old/ }\n    backends: [{ service: shop-cart }]\n  - match: { prefix: /faas/api/shop/ }\nrollout: { to: shop-cart-green, steps: [100], order: [test, staging], hold: [prod], at: { test: 100, staging: 100 } }\n`,
    );
    expect(await refused(folder, 'finish')).toContain(
      'error: shop-cart still has the requests of prod-cn, prod-us, prod-eu, prod-sg: take them out of "hold" first\n',
    );
    folder.edit({
      [FILE]: read(folder)
        .replace(', hold: [prod]', '')
        .replace(', order: [test, staging]', '')
        .replace('staging: 100', 'staging: 100, prod: 100'),
    });
    expect(await refused(folder, 'finish')).toBe(
      'error: shop-cart still has requests, by a route with backends of its own: change that first\n',
    );
    folder.edit({
      [FILE]: `${CART}rollout: { to: shop-cart-green, steps: [100], order: [test, staging, prod] }\n`,
    });
    const { exit, err } = await kfaas(folder.path, 'rollout', 'shop/cart', 'next', '--in', 'prod');
    expect(exit).toBe(1);
    expect(err).toContain('KF432 prod is at 100 %, ahead of staging');
    expect(err).toContain('The catalog is as it was.');
  });

  test.each([
    [['start'], 'shop/cart sends its requests to shop-cart already: name another one by --to'],
    [['next'], 'shop/cart has no rollout: kfaas rollout shop/cart start --to <service> begins one'],
    [['finish'], 'shop/cart has no rollout: kfaas rollout shop/cart start --to <service> begins one'],
    [['next', '--all'], '--all is for back'],
    [['finish', '--to', 'x'], '--to is for start'],
  ])('refused: %j', async (words, problem) => {
    const folder = await project('runtime: nodejs\n');
    expect(await refused(folder, ...words)).toBe(`error: ${problem}\n`);
    expect(folder.git('status', '--short')).toBe('');
  });

  test('does not begin where backends share the requests already, or with one that nothing declares', async () => {
    const shared = await project(
      `${CART}backends: [{ service: shop-cart, weight: 90 }, { service: shop-cart-green, weight: 10 }]\n`,
    );
    expect(await refused(shared, 'start', '--to', 'shop-cart-green')).toContain('has several backends');
    const folder = await project('runtime: nodejs\n');
    const { exit, err } = await kfaas(
      folder.path,
      'rollout',
      'shop/cart',
      'start',
      '--to',
      'shop-cart-green',
    );
    expect(exit).toBe(1);
    expect(err).toContain('add to this file the line "deployedElsewhere: [shop-cart-green]"');
    expect(folder.git('status', '--short')).toBe('');
  });

  test('shows all rollouts of the catalog, also as JSON', async () => {
    const { path } = await project(
      `${CART}rollout: { to: shop-cart-green, steps: [50, 100], order: [test, staging, prod], at: { test: 50 } }\n`,
      { 'functions/shop/all.yaml': 'runtime: cpp\n' },
    );
    expect((await kfaas(path, 'rollout')).out).toMatch(
      /^shop\/cart: shop-cart -> shop-cart-green, by 50 %, 100 %\n/,
    );
    expect((await kfaas(path, 'rollout', 'shop/all')).out).toBe('shop/all has no rollout.\n');
    expect((await kfaas(path, 'rollout', 'shop/crt')).err).toBe(
      'error: there is no function shop/crt: did you mean shop/cart?\n',
    );
    const { out } = await kfaas(path, 'rollout', '-o', 'json');
    const [first] = JSON.parse(out) as { stages: unknown[] }[];
    expect(first).toMatchObject({ function: 'shop/cart', from: 'shop-cart', steps: [50, 100], held: [] });
    expect(first?.stages[0]).toEqual({ name: 'test', clusters: ['test-cn'], at: 50, taken: 1 });
  });
});
