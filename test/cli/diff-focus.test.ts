import { diff, firstLine, repository, US, yaml } from './diff-repository';

/** A repository in which the routes of two functions change, and a Knative Service of one. */
function twoChanges() {
  const folder = repository();
  const service = (image: string) =>
    `apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: a-x, namespace: faas-prod }\nspec: { template: { spec: { containers: [{ image: '${image}' }] } } }\n`;
  folder.edit({ [`${US}/faas-prod/ksvc.yaml`]: service('x:1') });
  folder.commit('a Knative Service');
  folder.edit({
    [`${US}/faas-prod/ksvc.yaml`]: service('x:2'),
    [`${US}/faas-prod/a-x.yaml`]: yaml('x', '/faas/api/a/x/', ', timeout: 3s'),
    [`${US}/faas-prod/a-y.yaml`]: undefined,
    [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/y/'),
  });
  return folder;
}

/** The parts of a review that say what it is about. */
async function reviewed(path: string, ...args: readonly string[]) {
  const { exit, out } = await diff(path, '-o', 'json', ...args);
  const review = JSON.parse(out) as {
    readonly assumptions: readonly string[];
    readonly requests: readonly { readonly kind: string; readonly after: { function: string } | null }[];
    readonly objects: readonly { readonly kind: string; readonly object: { name: string } }[];
    readonly risks: readonly { readonly message: string }[];
  };
  return {
    exit,
    requests: review.requests.map(({ kind, after }) => `${kind} ${after?.function ?? ''}`),
    objects: review.objects.map(({ kind, object }) => `${kind} ${object.name}`),
    risks: review.risks.map(({ message }) => message),
    focus: review.assumptions.find((sentence) => sentence.startsWith('Only')),
  };
}

test('without an option, everything is reported', async () => {
  const { path } = twoChanges();
  expect(await reviewed(path)).toEqual({
    exit: 1,
    requests: ['treated a/x', 'moved a/z'],
    objects: ['changed a-x', 'changed x', 'renamed z'],
    risks: [
      expect.stringMatching(/^a\/z sends requests to what is no Knative Service/),
      expect.stringMatching(/^the order of applying matters .* create kfaas-system\/z, then delete /),
    ],
    focus: undefined,
  });
});

describe('--function', () => {
  test('reports what concerns the function: requests, and objects', async () => {
    const { path } = twoChanges();
    expect(await reviewed(path, '--function', 'a/x')).toEqual({
      exit: 1,
      requests: ['treated a/x'],
      objects: ['changed a-x', 'changed x'],
      risks: [],
      focus: 'Only what concerns a/x is reported; other changes are left out.',
    });
  });

  test('a function that loses requests to another', async () => {
    const { path } = twoChanges();
    const { requests, objects } = await reviewed(path, '--function', 'a/y');
    expect([requests, objects]).toEqual([['moved a/z'], ['renamed z']]);
  });

  test('several functions', async () => {
    const { path } = twoChanges();
    const { requests } = await reviewed(path, '--function', 'a/x', '--function', 'a/y');
    expect(requests).toEqual(['treated a/x', 'moved a/z']);
  });

  test('nothing of the function differs: exit code 0', async () => {
    const { path, edit, commit } = twoChanges();
    commit('all');
    edit({ [`${US}/faas-prod/a-z.yaml`]: undefined });
    const run = await diff(path, '--function', 'a/x');
    expect([run.exit, firstLine(run)]).toEqual([0, expect.stringMatching(/^No request changes/)]);
    expect((await diff(path)).exit).toBe(1);
  });

  test('a function that neither side has', async () => {
    const { path } = twoChanges();
    expect(await diff(path, '--function', 'a/xx')).toEqual({
      exit: 2,
      out: '',
      err: 'error: neither side has a function a/xx: did you mean a/x?\n',
    });
  });
});

describe('--url', () => {
  test('reports the sets of requests that the path belongs to, and the objects of its function', async () => {
    const { path } = twoChanges();
    expect(await reviewed(path, '--url', '/faas/api/a/y/1?q=2')).toMatchObject({
      exit: 1,
      requests: ['moved a/z'],
      objects: ['renamed z'],
    });
    expect(await reviewed(path, '--url', '/faas/api/a/x/1')).toMatchObject({
      requests: ['treated a/x'],
      objects: ['changed a-x', 'changed x'],
    });
  });

  test('a path that no change has: exit code 0', async () => {
    const { path } = twoChanges();
    expect(await reviewed(path, '--url', '/faas/api/a/w')).toMatchObject({
      exit: 0,
      requests: [],
      objects: [],
    });
  });

  test('decides by the routes before and after, not by a name or a prefix', async () => {
    const { path, edit, commit } = repository();
    const two = (timeout: string) =>
      yaml('x', '/faas/api/a/x/').replace(
        'http: [',
        `http: [{ match: [{ uri: { exact: /faas/api/a/x/one } }], route: [{ destination: { host: x } }], timeout: ${timeout} }, `,
      );
    edit({ [`${US}/faas-prod/a-x.yaml`]: two('1s') });
    commit('an exact path');
    edit({ [`${US}/faas-prod/a-x.yaml`]: two('2s') });
    expect(await reviewed(path, '--url', '/faas/api/a/x/one')).toMatchObject({ requests: ['treated a/x'] });
    expect(await reviewed(path, '--url', '/faas/api/a/x/two')).toMatchObject({ requests: [] });
  });

  test('a host: a gateway host, or a domain that leads to it; nothing for another', async () => {
    const { path } = twoChanges();
    const requestsTo = async (host: string) =>
      (await reviewed(path, '--url', `http://${host}/faas/api/a/y/1`)).requests;
    expect(await requestsTo('faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local')).toHaveLength(1);
    expect(await requestsTo('open.example.com')).toHaveLength(1);
    expect(await requestsTo('other.example')).toEqual([]);
  });

  test('no URL', async () => {
    const { path } = repository();
    expect((await diff(path, '--url', 'faas/api')).err).toBe(
      'error: "faas/api" is no URL: write http://host/path, or /path\n',
    );
  });
});

describe('--cluster', () => {
  test('reports what differs in the cluster', async () => {
    const { path, edit, commit } = twoChanges();
    edit({ 'dist/prod/prod-eu/faas-prod/a-x.yaml': yaml('x', '/faas/api/a/x/') });
    commit('another cluster');
    edit({ 'dist/prod/prod-eu/faas-prod/a-x.yaml': yaml('x', '/faas/api/a/new/') });
    expect(await reviewed(path, '--cluster', 'prod-us')).toMatchObject({ exit: 0, requests: [] });
    expect(await reviewed(path, '--cluster', 'prod-eu')).toMatchObject({
      exit: 1,
      focus: 'Only what differs in prod-eu is reported; other changes are left out.',
    });
    expect(await reviewed(path, '--cluster', 'prod-eu', '--function', 'a/z')).toMatchObject({ exit: 0 });
  });

  test('a cluster that neither side has', async () => {
    const { path } = repository();
    expect((await diff(path, '--cluster', 'prod-as')).err).toBe(
      'error: neither side has a cluster prod-as: did you mean prod-us?\n',
    );
  });
});

describe('a time as a side', () => {
  const dates = ['2026-01-05T10:00:00Z', '2026-01-06T10:00:00Z'];
  /** Two commits at known times, after the first one of now. */
  function history() {
    const folder = repository();
    folder.git('checkout', '--quiet', '--orphan', 'timed');
    const commits = dates.map((date, index) => {
      folder.edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', `/faas/api/a/z${index}/`) });
      return folder.commit('x', date).slice(0, 10);
    });
    return { folder, commits };
  }

  test('two times: the commits that the branch had then', async () => {
    const { folder, commits } = history();
    const { exit, out } = await diff(folder.path, '2026-01-05T12:00Z', '2026-01-06T10:00Z');
    expect(exit).toBe(1);
    expect(out).toContain(
      `\nHEAD at 2026-01-05T12:00Z (${commits[0]}) -> HEAD at 2026-01-06T10:00Z (${commits[1]})\n`,
    );
    expect((await diff(folder.path, '2026-01-05T12:00Z', '2026-01-06T09:59Z')).exit).toBe(0);
  });

  test('origin/main, where there is one', async () => {
    const { folder, commits } = history();
    folder.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
    const { out } = await diff(folder.path, '1 hour ago', 'HEAD');
    expect(out).toContain(`\norigin/main at 1 hour ago (${commits[0]}) -> HEAD (${commits[1]})\n`);
  });

  test('commits of a merged branch do not count', async () => {
    const { folder, commits } = history();
    folder.git('checkout', '--quiet', '-b', 'side', 'HEAD~1');
    folder.edit({ [`${US}/faas-prod/a-w.yaml`]: yaml('w', '/faas/api/a/w/') });
    folder.commit('side', '2026-01-05T11:00:00Z');
    folder.git('checkout', '--quiet', 'timed');
    folder.git('merge', '--quiet', '--no-edit', 'side');
    expect((await diff(folder.path, '2026-01-05T12:00Z', '2026-01-06')).out).toContain(`(${commits[0]})`);
  });

  test('a time before the first commit', async () => {
    const { folder } = history();
    expect((await diff(folder.path, '2025-12-31')).err).toBe(
      'error: HEAD has no commit of 2025-12-31 or earlier here: fetch more history, or name a later time\n',
    );
    expect((await diff(folder.path, '2026-13-31')).err).toContain('is neither a folder nor a revision');
  });
});
