import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Cluster, Reader } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineAccess, groupSubject, userSubject } from './access';
import { namesOf } from './names';
import { READER, readerRules } from './reader-rules';

export interface ClusterReadersProps {
  /** Who may read. @default [] - nobody, and nothing is rendered */
  readonly readers?: readonly Reader[] | undefined;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
}

/**
 * Who may read with KFaas what it reads of a cluster: the ClusterRole `kfaas-reader`, and Roles for what is to be
 * read in the namespaces of KFaas alone, each with the binding that gives it to all readers.
 */
export class ClusterReaders extends Construct {
  constructor(scope: Construct, id: string, { readers = [], cluster, profile }: ClusterReadersProps) {
    super(scope, id);
    if (readers.length === 0) return;
    const subjects = readers.map(subjectOf);
    const { everywhere, inSystemNamespace, inFunctionNamespaces } = readerRules(profile);
    const { namespace: system } = namesOf(this);
    defineAccess(this, 'Cluster', { name: READER, rules: everywhere, subjects });
    defineAccess(this, 'System', { name: READER, namespace: system, rules: inSystemNamespace, subjects });
    for (const namespace of cluster.functionNamespaces) {
      // The namespace is in the name, and so in that of the file.
      const name = `${namespace}-${READER}`;
      defineAccess(this, namespace, { name, namespace, rules: inFunctionNamespaces, subjects });
    }
  }
}

function subjectOf(reader: Reader): k8s.Subject {
  if ('group' in reader) return groupSubject(reader.group);
  if ('user' in reader) return userSubject(reader.user);
  const [namespace = '', name = ''] = reader.serviceAccount.split('/');
  return { kind: 'ServiceAccount', namespace, name };
}
