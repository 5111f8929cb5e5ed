import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitFolder, type GitFolder } from '../../fixtures/git-folder';
import { kfaas } from '../kfaas-command';

/** A catalog of two teams, rendered. */
async function project(more: Readonly<Record<string, string>> = {}): Promise<GitFolder> {
  const folder = gitFolder();
  folder.edit({
    'functions/shop/team.yaml':
      '# The shop\ncontact: shop@example.com\nprefixes:\n  - /faas/api/shop/ # all\n',
    'functions/shop/cart.yaml': '# Carts\nruntime: nodejs # since 2024\n',
    'functions/shop/all.yaml':
      'runtime: golang\nroutes: [{ match: { exact: /faas/api/shop/all } }]\nservice: { image: r.example.com/all:1 }\n',
    'functions/stock/team.yaml': 'contact: stock@example.com\nprefixes: [/faas/api/stock/]\n',
    'functions/stock/count.yaml': 'runtime: cpp\nenvironments: [test]\n',
    ...more,
  });
  expect((await kfaas(folder.path, 'synth')).err).not.toContain('error');
  folder.commit('base');
  return folder;
}

const read = ({ path }: GitFolder, file: string) => readFileSync(join(path, file), 'utf8');

/** The requests whose outcome differs from the commit, by kind; and the files of the catalog that differ. */
async function changes({ path, git }: GitFolder) {
  const { out } = await kfaas(path, 'diff', 'HEAD', '-o', 'json');
  const { requests, verdict } = JSON.parse(out) as { requests: { kind: string }[]; verdict: string };
  git('add', '--all');
  const files = git('diff', '--cached', '--name-status', '--no-renames', '--', 'functions').split('\n');
  return { verdict, requests: requests.map(({ kind }) => kind), files };
}

describe('kfaas rename', () => {
  test('keeps the path, and the Knative Service that another pipeline deploys; comments stay', async () => {
    const folder = await project();
    const { exit, out } = await kfaas(folder.path, 'rename', 'shop/cart', 'basket');
    expect(exit).toBe(0);
    expect(out).toContain('removed  functions/shop/cart.yaml\nnew      functions/shop/basket.yaml\n');
    expect(out).toContain(
      'The requests still go to the Knative Service shop-cart. Once shop-basket is deployed, change "backends" and "deployedElsewhere" in functions/shop/basket.yaml.\n',
    );
    expect(read(folder, 'functions/shop/basket.yaml')).toBe(
      '# Carts\nruntime: nodejs # since 2024\nroutes: [{ match: { prefix: /faas/api/shop/cart/ } }]\nbackends: [{ service: shop-cart }]\ndeployedElsewhere: [shop-cart]\n',
    );
    expect(await changes(folder)).toEqual({
      verdict: 'same',
      requests: [],
      files: ['A\tfunctions/shop/basket.yaml', 'D\tfunctions/shop/cart.yaml'],
    });
  });

  test('a function that another one goes before is renamed there, and taken out when it is removed', async () => {
    const folder = await project({
      'functions/shop/any.yaml':
        'runtime: nodejs\nbefore: [shop/cart] # theirs\nroutes: [{ match: { regex: "/faas/api/shop/c[a-z]+/x" } }]\n',
    });
    expect((await kfaas(folder.path, 'rename', 'shop/cart', 'basket')).exit).toBe(0);
    expect(read(folder, 'functions/shop/any.yaml')).toContain('before: [shop/basket] # theirs\n');
    expect((await changes(folder)).verdict).toBe('same');
    expect((await kfaas(folder.path, 'remove', 'shop/basket')).exit).toBe(0);
    expect(read(folder, 'functions/shop/any.yaml')).toMatch(/^runtime: nodejs\nroutes:/);
  });

  test('a Knative Service that KFaas renders is renamed, in the backends of others, too', async () => {
    const folder = await project({
      'functions/shop/proxy.yaml':
        'runtime: nodejs\n# Half of it\nbackends:\n  - service: shop-all # new\n    weight: 50\n  - { service: shop-proxy, weight: 50 }\n',
    });
    const { exit, out } = await kfaas(folder.path, 'rename', 'shop/all', 'every');
    expect(exit).toBe(0);
    expect(out).toContain('changed  functions/shop/proxy.yaml\n');
    expect(out).toContain('The Knative Service shop-all becomes shop-every');
    expect(read(folder, 'functions/shop/every.yaml')).toBe(
      'runtime: golang\nroutes: [{ match: { exact: /faas/api/shop/all } }]\nservice: { image: r.example.com/all:1 }\n',
    );
    expect(read(folder, 'functions/shop/proxy.yaml')).toContain('  - service: shop-every # new\n');
    expect((await changes(folder)).requests).not.toContain('unanswered');
  });

  test('keeps a rollout between the same Knative Services, and the other backends that it declares', async () => {
    const cart =
      'runtime: nodejs\nrollout:\n  to: g # green\n  steps: [10, 100]\n  at: { test: 10 }\ndeployedElsewhere: [g]\n';
    const folder = await project({
      'functions/shop/cart.yaml': cart,
      'functions/shop/old.yaml':
        'runtime: nodejs\nrollout: { from: shop-all, to: shop-old, steps: [100], at: { test: 100 } }\n',
    });
    expect((await kfaas(folder.path, 'rename', 'shop/cart', 'basket')).exit).toBe(0);
    expect(read(folder, 'functions/shop/basket.yaml')).toBe(
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/shop/cart/ } }]\nrollout:\n  to: g # green\n  steps: [10, 100]\n  at: { test: 10 }\n  from: shop-cart\ndeployedElsewhere: [g, shop-cart]\n',
    );
    expect((await changes(folder)).verdict).toBe('same');
    expect((await kfaas(folder.path, 'rename', 'shop/all', 'every')).exit).toBe(0);
    expect(read(folder, 'functions/shop/old.yaml')).toContain('{ from: shop-every, to: shop-old,');
  });

  test('consents of other teams, and overlays that restore the convention', async () => {
    const folder = await project({
      'functions/stock/team.yaml':
        'contact: stock@example.com\nprefixes: [/faas/api/stock/]\nconsents: [shop/old, shop/cart]\n',
      'functions/shop/cart.yaml':
        'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/stock/count/c/ } }]\noverlays:\n  prod: { routes: null }\n',
    });
    expect((await kfaas(folder.path, 'rename', 'shop/cart', 'basket')).exit).toBe(0);
    expect(read(folder, 'functions/stock/team.yaml')).toContain('consents: [shop/old, shop/basket]\n');
    expect(read(folder, 'functions/shop/basket.yaml')).toContain(
      '  prod: { routes: [{ match: { prefix: /faas/api/shop/cart/ } }] }\n',
    );
    expect((await changes(folder)).verdict).toBe('same');
  });

  test.each([
    [['shop/cat', 'x'], 'there is no function shop/cat: did you mean shop/cart?'],
    [['shop/cart', 'all'], 'functions/shop/all.yaml already exists: choose another name'],
    [['shop/cart', 'cart'], 'shop/cart has this name already'],
    [['shop/cart', 'team'], 'functions/shop/team.yaml is the file of the team: choose another name'],
    [['shop/cart', 'stock/cart'], '"stock/cart" is no name: to change the team, run kfaas move'],
    [
      ['shop/cart', 'Cart'],
      'the function name "Cart" is not a DNS label: it becomes part of Kubernetes names: rename it to cart, or use a-z, 0-9 and -, starting with a letter',
    ],
  ])('refused: %j', async (words, problem) => {
    const folder = await project();
    expect(await kfaas(folder.path, 'rename', ...words)).toEqual({
      exit: 2,
      out: '',
      err: `error: ${problem}\n`,
    });
    expect(folder.git('status', '--short')).toBe('');
  });

  test('a catalog with errors, such as the marks of a merge, is not touched', async () => {
    const folder = await project();
    folder.edit({
      'functions/shop/all.yaml': '<<<<<<< HEAD\nruntime: cpp\n=======\nruntime: golang\n>>>>>>> x\n',
    });
    const { exit, out, err } = await kfaas(folder.path, 'rename', 'shop/cart', 'basket');
    expect([exit, out]).toEqual([1, '']);
    expect(err).toContain('functions/shop/all.yaml:1:1 error KF102');
    expect(err).toMatch(/\nNothing was written: fix the catalog first\.\n$/);
    expect(folder.git('status', '--short')).toBe('M functions/shop/all.yaml');
  });
});

describe('kfaas move', () => {
  test('keeps the path, to which the team that had it consents', async () => {
    const folder = await project();
    const { exit, out } = await kfaas(folder.path, 'move', 'shop/cart', 'stock');
    expect(exit).toBe(0);
    expect(out).toContain('changed  functions/shop/team.yaml\n');
    expect(read(folder, 'functions/shop/team.yaml')).toBe(
      '# The shop\ncontact: shop@example.com\nprefixes:\n  - /faas/api/shop/ # all\nconsents:\n  - stock/cart\n',
    );
    expect(await changes(folder)).toEqual({
      verdict: 'same',
      requests: [],
      files: ['D\tfunctions/shop/cart.yaml', 'M\tfunctions/shop/team.yaml', 'A\tfunctions/stock/cart.yaml'],
    });
  });

  test('a consent to what is now its own is removed, with the list', async () => {
    const folder = await project({
      'functions/stock/team.yaml':
        'contact: stock@example.com\nprefixes: [/faas/api/stock/]\nconsents:\n  - shop/cart\n',
    });
    expect((await kfaas(folder.path, 'move', 'shop/cart', 'stock')).exit).toBe(0);
    expect(read(folder, 'functions/stock/team.yaml')).toBe(
      'contact: stock@example.com\nprefixes: [/faas/api/stock/]\n',
    );
  });

  test('an unknown team', async () => {
    const { path } = await project();
    expect((await kfaas(path, 'move', 'shop/cart', 'stok')).err).toBe(
      'error: there is no team stok: did you mean stock?\n',
    );
  });

  test('what the check refuses afterwards leaves every file as it was', async () => {
    const folder = await project({
      'functions/shop-x/team.yaml': 'contact: a@example.com\nprefixes: [/faas/api/shop-x/]\n',
      'functions/shop-x/b.yaml': 'runtime: cpp\n',
      'functions/shop/x-b.yaml.txt': '',
      'functions/stock/x-b.yaml': 'runtime: cpp\n',
    });
    // The Knative Services of shop/x-b and shop-x/b would have one name.
    const { exit, out, err } = await kfaas(folder.path, 'move', 'stock/x-b', 'shop');
    expect([exit, out]).toEqual([1, '']);
    expect(err).toContain('KF303');
    expect(err).toMatch(/\nThe catalog is as it was\.\n$/);
    expect(folder.git('status', '--short')).toBe('');
  });
});

describe('kfaas remove', () => {
  test('removes the file, and the consents that name it', async () => {
    const folder = await project({
      'functions/stock/team.yaml':
        'contact: stock@example.com\nprefixes: [/faas/api/stock/]\nconsents:\n  - shop/cart # carts\n  - shop/all\n',
    });
    const { exit, out } = await kfaas(folder.path, 'remove', 'shop/cart');
    expect(exit).toBe(0);
    expect(out).toContain('removed  functions/shop/cart.yaml\nchanged  functions/stock/team.yaml\n');
    expect(read(folder, 'functions/stock/team.yaml')).toContain('consents:\n  - shop/all\n');
    expect((await changes(folder)).requests).toEqual(['unanswered']);
  });

  test('a function that others send requests to stays', async () => {
    const { path, git } = await project({
      'functions/shop/proxy.yaml': 'runtime: nodejs\nbackends: [{ service: shop-cart }]\n',
    });
    expect((await kfaas(path, 'remove', 'shop/cart')).err).toBe(
      'error: shop/proxy sends requests to shop-cart: change its "backends" first\n',
    );
    expect(git('status', '--short')).toBe('');
  });
});

describe('kfaas list', () => {
  test('functions with runtime, environments and routes', async () => {
    const { path } = await project();
    expect(await kfaas(path, 'list')).toEqual({
      exit: 0,
      err: '',
      out: `shop/all     golang  everywhere  exact /faas/api/shop/all
shop/cart    nodejs  everywhere  prefix /faas/api/shop/cart/
stock/count  cpp     test        prefix /faas/api/stock/count/
`,
    });
  });

  test('of a team, of a cluster, as JSON', async () => {
    const { path } = await project();
    expect((await kfaas(path, 'list', '--team', 'stock')).out).toMatch(/^stock\/count .*\n$/);
    expect((await kfaas(path, 'list', '--cluster', 'prod-us')).out).not.toContain('stock/count');
    const { out } = await kfaas(path, 'list', '--team', 'stock', '-o', 'json');
    expect(JSON.parse(out)).toEqual([
      {
        function: 'stock/count',
        team: 'stock',
        contact: 'stock@example.com',
        file: 'functions/stock/count.yaml',
        runtime: 'cpp',
        environments: ['test'],
        clusters: ['test-cn'],
        routes: ['prefix /faas/api/stock/count/'],
      },
    ]);
    expect((await kfaas(path, 'list', '--team', 'stok')).err).toBe(
      'error: there is no team stok: did you mean stock?\n',
    );
  });

  test('files with errors are reported, and the others listed', async () => {
    const { path, edit } = await project();
    edit({ 'functions/shop/cart.yaml': 'runtime: basic\n' });
    const { exit, out, err } = await kfaas(path, 'list');
    expect(exit).toBe(1);
    expect(out).not.toContain('shop/cart');
    expect(out).toContain('shop/all');
    expect(err).toContain('functions/shop/cart.yaml:1:10 error KF204');
  });
});
