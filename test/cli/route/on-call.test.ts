import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gitFolder } from '../../fixtures/git-folder';
import { kfaas, kfaasProcess } from '../kfaas-command';

/** A catalog of one team, rendered and committed twice. */
async function project() {
  const folder = gitFolder();
  folder.edit({
    'functions/shop/team.yaml': 'contact: shop@example.com\nprefixes: [/faas/api/shop/]\n',
    'functions/shop/all.yaml': 'runtime: nodejs\n',
    'functions/shop/cart.yaml': 'runtime: nodejs\n',
  });
  folder.commit('Add the shop');
  folder.edit({
    'functions/shop/cart.yaml':
      'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/shop/cart/ }\n    timeout: 3s\n    retries: { attempts: 1 }\n',
  });
  expect((await kfaas(folder.path, 'synth')).exit).toBe(0);
  folder.commit('Give up after 3 s');
  return folder;
}

const CART = '/faas/api/shop/cart/1';
const US = ['--cluster', 'prod-us'];

describe('a request that the catalog answers', () => {
  test('the contact of the team, and the commits that changed the function', async () => {
    const { path } = await project();
    const { exit, out, err } = await kfaas(path, 'route', CART, ...US);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/\n {2}contact {3}shop@example\.com \(team shop\)\n/);
    const date = String.raw`\d{4}-\d\d-\d\dT\S+ [0-9a-f]{7,} test`;
    expect(out).toMatch(
      new RegExp(`\\n  changed   ${date}: Give up after 3 s\\n            ${date}: Add the shop\\n`),
    );
  });

  test('JSON has timeout, retries, contact and commits', async () => {
    const { path, git } = await project();
    const { out } = await kfaas(path, 'route', CART, ...US, '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      timeout: '3s',
      retries: { attempts: 1 },
      function: 'shop/cart',
      contact: 'shop@example.com',
      commits: [
        { commit: git('rev-parse', '--short', 'HEAD'), author: 'test', subject: 'Give up after 3 s' },
        { commit: git('rev-parse', '--short', 'HEAD~1'), author: 'test', subject: 'Add the shop' },
      ],
    });
    expect(JSON.parse(out)).not.toHaveProperty('rendered');
  });

  test('a whole file of requests starts no git', async () => {
    const { path, edit } = await project();
    edit({ 'requests.jsonl': JSON.stringify({ path: CART }) });
    const { out } = kfaasProcess(path, ['route', '--requests', 'requests.jsonl', ...US, '-o', 'json']);
    const answer = JSON.parse(out) as object;
    expect(answer).toMatchObject({ contact: 'shop@example.com' });
    expect(answer).not.toHaveProperty('commits');
  });

  test('clusters that answer alike share one block, over all environments', async () => {
    const { path } = await project();
    const { out } = await kfaas(path, 'route', CART);
    expect(out.match(/^.*( \/ |The answers are).*$/gm)).toEqual([
      'test / test-cn / faas-alpha, faas-beta, faas-gamma (Istio 1.29.2)',
      'staging / staging-cn / faas-staging (Istio 1.28.6)',
      'prod / prod-cn, prod-us, prod-eu, prod-sg / faas-prod (Istio 1.28.6)',
      'The answers are the same; the names are those of faas-alpha:',
    ]);
    expect(out.match(/^GET /gm)).toHaveLength(1);
  });
});

describe('the shown request', () => {
  test('behind kfaas route, it asks for the same again', async () => {
    const { path } = await project();
    const first = await kfaas(path, 'route', '-X', 'POST', `${CART}?a=1&b=2`, '-H', "x-name: it's", ...US);
    const [shown = ''] = first.out.split('\n')[1]?.split(' -> ') ?? [];
    expect(shown).toBe(
      `POST 'http://faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local${CART}?a=1&b=2' -H 'x-name: it'\\''s'`,
    );
    const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${shown}`], { encoding: 'utf8' });
    expect(await kfaas(path, 'route', ...stdout.trimEnd().split('\n'), ...US)).toEqual(first);
  });

  test.each([
    [['GET', '/a', '/b'], 'name one request: a URL, with its method before it or by -X'],
    [['-X', 'GET', 'POST', '/a'], 'name the method once: before the URL, or by -X'],
    [['/a', 'GET'], '"/a" is no method: write it as GET'],
  ])('wrong usage: %j', async (words, problem) => {
    const { path } = await project();
    expect(await kfaas(path, 'route', ...words)).toMatchObject({ exit: 2, err: `error: ${problem}\n` });
  });
});

describe('a catalog with errors', () => {
  const RENDERED =
    /^The catalog has 1 error \(functions\/shop\/all\.yaml\): this is the answer of dist\/, as it was rendered last\. Run kfaas check\.\n$/;

  test('elsewhere: what is rendered answers, and says so', async () => {
    const { path, edit } = await project();
    edit({ 'functions/shop/all.yaml': 'runtime: nodejs\nrouts: []\n' });
    const { exit, out, err } = await kfaas(path, 'route', CART, ...US);
    expect(exit).toBe(0);
    expect(err).toMatch(RENDERED);
    expect(out).toContain('match     dist/prod/prod-us/faas-prod/shop-cart.yaml:');
    expect(out).toContain('timeout   3s\n');
    expect(out).toContain('contact   shop@example.com (team shop)\n');
    expect(out).toContain('Give up after 3 s');
  });

  test('JSON names the folder, and 404 is exit code 1 as ever', async () => {
    const { path, edit } = await project();
    edit({ 'functions/shop/all.yaml': 'runtime: nodejs\nrouts: []\n' });
    const found = await kfaas(path, 'route', CART, ...US, '-o', 'json');
    expect(JSON.parse(found.out)).toMatchObject({ rendered: 'dist', timeout: '3s', cluster: 'prod-us' });
    const none = await kfaas(path, 'route', '/faas/api/nowhere', ...US, '-o', 'json');
    expect(none.exit).toBe(1);
    expect(JSON.parse(none.out)).toMatchObject({ rendered: 'dist', matched: false });
  });

  test('in the file of the function that answers: the error is shown, too', async () => {
    const { path, edit } = await project();
    edit({ 'functions/shop/cart.yaml': 'runtime: nodejs\nrouts: []\n' });
    const { exit, err } = await kfaas(path, 'route', CART, ...US);
    expect(exit).toBe(0);
    expect(err).toMatch(/functions\/shop\/cart\.yaml:2:1 error KF201 .*"routs"/);
  });

  test('the same answer as the catalog gives without the error', async () => {
    const { path, edit } = await project();
    const before = await kfaas(path, 'route', '/faas/api/shop/', '-o', 'json');
    edit({ 'functions/shop/broken.yaml': 'runtime: basic\n' });
    const after = await kfaas(path, 'route', '/faas/api/shop/', '-o', 'json');
    const plain = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as object), rendered: undefined }));
    expect(plain(after.out)).toEqual(plain(before.out));
  });

  test.each([
    ['nothing is rendered', [], true],
    ['it is another catalog than the one that was rendered', ['--functions', 'others'], false],
  ])('no answer: %s', async (_, words, isGone) => {
    const { path, edit } = await project();
    edit({
      'functions/shop/all.yaml': 'runtime: nodejs\nrouts: []\n',
      'others/shop/all.yaml': 'runtime: nodejs\n',
    });
    if (isGone) rmSync(join(path, 'dist'), { recursive: true });
    const { exit, out, err } = await kfaas(path, 'route', CART, ...words);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(/\n1 error\nNo answer: the catalog has errors\.\n$/);
  });
});
