import { commitOf, gitLine, hasChanged, pathInRepository } from '../manifests';
import type { NamedSnapshot } from './named-snapshot';

/**
 * Returns the address of a repository's page on the web, without a slash at its end; undefined for a remote that has
 * none, such as a folder. Names and passwords in the remote's address are left out.
 *
 * Example: `git@git.example.com:platform/kfaas.git` is `https://git.example.com/platform/kfaas`.
 * @param remote the address that git fetches from
 */
export function webAddress(remote: string): string | undefined {
  const [, host, path] =
    /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:@]+(?::\d+)?)\/(.+)$/.exec(remote) ??
    /^(?:[^/@:]+@)([^/:@]+):(?!\/)(.+)$/.exec(remote) ??
    [];
  if (host === undefined || path === undefined) return undefined;
  const isSecureShell = !/^https?:/.test(remote);
  // The port of another protocol is not that of the web page.
  const server = isSecureShell ? host.replace(/:\d+$/, '') : host;
  const scheme = remote.startsWith('http:') ? 'http' : 'https';
  const address = `${scheme}://${server}/${path.replace(/\/+$/, '').replace(/\.git$/, '')}`;
  return URL.canParse(address) ? new URL(address).href : undefined;
}

/** Addresses of folders on the web, as GitHub and GitLab show them at a commit. Each ends with a slash. */
export interface FolderAddresses {
  /** Of the working folder. */
  readonly project: string;
  /** Of the folder of manifests. */
  readonly manifests: string;
}

/**
 * Returns where the files of a side can be read on the web. Undefined for a side that is no commit, and for a repository
 * whose remote `origin` is not on the web. A working tree is its commit as long as nothing in it is changed.
 * @param manifests the folder of manifests, from the working folder
 */
export function folderAddresses(side: NamedSnapshot, manifests: string): FolderAddresses | undefined {
  const commit =
    side.kind === 'commit' ? side.commit : side.kind === 'working-tree' ? cleanHead() : undefined;
  const repository = webAddress(gitLine(['remote', 'get-url', 'origin']) ?? '');
  const [project, output] = [pathInRepository('.'), pathInRepository(manifests)];
  if (commit === undefined || repository === undefined || 'problem' in project || 'problem' in output) {
    return undefined;
  }
  const addressOf = (path: string) =>
    [
      repository,
      'blob',
      commit,
      ...path
        .split('/')
        .filter((name) => name !== '')
        .map(encodeURIComponent),
      '',
    ].join('/');
  return { project: addressOf(project.path), manifests: addressOf(output.path) };
}

function cleanHead(): string | undefined {
  const head = commitOf('HEAD');
  return head === undefined || hasChanged(head, ['.']) ? undefined : head;
}
