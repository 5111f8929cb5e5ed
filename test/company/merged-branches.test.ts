import { kfaas } from '../cli/kfaas-command';
import { copyCatalog } from '../fixtures/company';
import { gitFolder, type GitFolder } from '../fixtures/git-folder';

/** A repository with the company's catalog, rendered and committed. */
async function project(): Promise<GitFolder> {
  const folder = gitFolder();
  copyCatalog(folder.path);
  await render(folder);
  folder.commit('The project');
  return folder;
}

/** Renders as a team does before it commits. Returns the line that the command prints. */
async function render({ path, edit }: GitFolder): Promise<string> {
  const { exit, out } = await kfaas(path, 'synth');
  const owners = await kfaas(path, 'codeowners');
  expect([exit, owners.exit]).toEqual([0, 0]);
  edit({ '.github/CODEOWNERS': owners.out });
  return out;
}

/** Adds files on a branch of their own from main, rendered. */
async function branch(
  folder: GitFolder,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  folder.git('switch', '--quiet', '--create', name, 'main');
  folder.edit(files);
  await render(folder);
  folder.commit(name);
}

/** Merges branches into main, one after the other; fails on a conflict. */
function merge(folder: GitFolder, ...names: readonly string[]): void {
  folder.git('switch', '--quiet', 'main');
  for (const name of names) folder.git('merge', '--quiet', '--no-edit', name);
}

test('branches that add functions of one team merge, and the merge is what the catalog renders', async () => {
  const folder = await project();
  await branch(folder, 'one', { 'functions/saas/tea.yaml': 'runtime: nodejs\n' });
  await branch(folder, 'two', { 'functions/saas/teb.yaml': 'runtime: golang\n' });
  await branch(folder, 'three', {
    'functions/saas/tec.yaml': 'runtime: cpp\nservice: { image: registry.example.com/tec:1 }\n',
  });
  merge(folder, 'one', 'two', 'three');
  expect(await render(folder)).toMatch(
    /^dist: 37 functions .* files: 0 written, \d+ unchanged, 0 removed\n$/,
  );
  expect(folder.git('status', '--porcelain')).toBe('');
});

test('where functions of two branches overlap, they merge, and a render of the merge differs', async () => {
  const folder = await project();
  await branch(folder, 'one', {
    'functions/saas/wide.yaml': 'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/wide/ } }]\n',
  });
  await branch(folder, 'two', {
    'functions/saas/narrow.yaml':
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/wide/narrow/ } }]\n',
  });
  merge(folder, 'one', 'two');
  // One VirtualService with both, in each of the eight namespaces.
  expect(await render(folder)).toMatch(/files: 8 written, \d+ unchanged, 8 removed\n$/);
});
