import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readerRules } from '../../../constructs';
import { LIVE_RESOURCES } from '../../../snapshots';
import { profileOf } from '../../constructs/rendered';
import { ADDRESSES, type ControlPlane } from './control-plane';

/** Where the accounts of readers are: not in a namespace of KFaas, of which they would be a part. */
const NAMESPACE = 'default';

/** Who reads: each is a context of {@link readersConfig}. */
export const READERS = {
  /** May list what is read, everywhere. */
  reader: 'kfaas-reader',
  /** May list it in the namespaces of KFaas alone. */
  own: 'kfaas-own-reader',
} as const;

/** What the reader of KFaas' own namespaces may do: list, and nothing else. Secrets are not among it. */
function listRules(): readonly object[] {
  return LIVE_RESOURCES.map(({ group, plural }) => ({
    apiGroups: [group],
    resources: [plural],
    verbs: ['list'],
  }));
}

/** The namespaces of KFaas. */
interface OwnNamespaces {
  readonly system: string;
  readonly functions: readonly string[];
}

/** Lets the readers in: one with the rules that `kfaas-reader` is rendered with. */
export async function grantReaders(plane: ControlPlane, { system, functions }: OwnNamespaces): Promise<void> {
  const { everywhere, inSystemNamespace, inFunctionNamespaces } = readerRules(profileOf('1.33'));
  const [reader, own] = [READERS.reader, READERS.own];
  await plane.apply([
    ...[reader, own].map((name) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: NAMESPACE },
    })),
    { ...role('ClusterRole', reader), rules: everywhere },
    binding('ClusterRoleBinding', reader, 'ClusterRole'),
    { ...role('ClusterRole', own), rules: listRules() },
    ...[system, ...functions].flatMap((namespace) => [
      {
        ...role('Role', reader, namespace),
        rules: namespace === system ? inSystemNamespace : inFunctionNamespaces,
      },
      binding('RoleBinding', reader, 'Role', namespace),
      binding('RoleBinding', own, 'ClusterRole', namespace),
    ]),
  ]);
}

const RBAC = 'rbac.authorization.k8s.io';

/** Like what KFaas renders, it is not nobody's. */
function role(kind: string, name: string, namespace?: string): object {
  return { apiVersion: `${RBAC}/v1`, kind, metadata: { name, namespace, ownerReferences: [OWNER] } };
}

function binding(kind: string, name: string, roleKind: string, namespace?: string): object {
  return {
    ...role(kind, name, namespace),
    roleRef: { apiGroup: RBAC, kind: roleKind, name },
    subjects: [{ kind: 'ServiceAccount', namespace: NAMESPACE, name }],
  };
}

/** Another object owns the bindings: what a controller made is not nobody's. */
const OWNER = {
  apiVersion: 'example.com/v1',
  kind: 'Access',
  name: 'readers',
  uid: '5f0a3c1e-0f3f-4c38-8a60-2f7e0a4c9f11',
};

/**
 * Writes a kubeconfig with a context for each reader, one with a token that has expired, and one of a server that nobody runs.
 * @returns its file
 */
export async function readersConfig(plane: ControlPlane): Promise<string> {
  const authority = readFileSync(plane.certificate.file).toString('base64');
  const cluster = (name: string, address: string) => ({
    name,
    cluster: { server: `https://${address}:6443`, 'certificate-authority-data': authority },
  });
  const tokens = new Map<string, string>();
  for (const [name, account] of Object.entries(READERS)) tokens.set(name, await tokenOf(plane, account));
  tokens.set('expired', expired(plane, tokens.get('reader') ?? ''));
  const file = join(plane.folder, 'readers.yaml');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'reader',
    clusters: [cluster('cluster', ADDRESSES.apiServer), cluster('gone', '10.244.0.99')],
    users: [...tokens].map(([name, token]) => ({ name, user: { token } })),
    contexts: [
      ...[...tokens.keys()].map((name) => ({ name, context: { cluster: 'cluster', user: name } })),
      { name: 'gone', context: { cluster: 'gone', user: 'reader' } },
    ],
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

async function tokenOf(plane: ControlPlane, account: string): Promise<string> {
  const { status, stdout, stderr } = await plane.kubectl(['create', 'token', account, '-n', NAMESPACE]);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** The same token, by the key that the API server trusts, as it was an hour before. */
function expired({ folder }: ControlPlane, token: string): string {
  const [header = '', payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  const then = Math.floor(Date.now() / 1000) - 3600;
  const old = { ...claims, iat: then - 600, nbf: then - 600, exp: then };
  const signed = `${header}.${Buffer.from(JSON.stringify(old)).toString('base64url')}`;
  const key = createPrivateKey(readFileSync(join(folder, 'service-accounts.pem')));
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}
