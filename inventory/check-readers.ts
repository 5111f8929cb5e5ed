import { isAccessName, isEverybody, isObjectName } from '../base';
import type { ValuePath } from '../shape';
import type { Environment } from './environment';
import { isDnsLabel, problem, type InventoryProblem } from './problem';
import type { Reader } from './readers';

/** How the API server names the user that a service account is. */
const SERVICE_ACCOUNT_USER = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Finds readers that cannot be, that are everybody, or that are named twice. */
export function checkReaders({ readers = [] }: Environment): InventoryProblem[] {
  const seen = new Set<string>();
  return readers.flatMap((reader, index): InventoryProblem[] => {
    const path = ['readers', index];
    const key = JSON.stringify(reader);
    if (seen.has(key)) return [problem(path, 'a reader is named twice', 'name each of them once')];
    seen.add(key);
    return checkReader(reader, path);
  });
}

function checkReader(reader: Reader, path: ValuePath): InventoryProblem[] {
  if ('serviceAccount' in reader) return checkServiceAccount(reader.serviceAccount, path);
  const kind = 'group' in reader ? 'group' : 'user';
  const name = 'group' in reader ? reader.group : reader.user;
  const own = [...path, kind];
  if (!isAccessName(name)) {
    const message = `${JSON.stringify(name)} is not the name of a ${kind}`;
    return [problem(own, message, "write it as the cluster's authentication gives it, such as oncall")];
  }
  if (isEverybody(name)) {
    const message = `the ${kind} ${name} is everybody: all of them could read the cluster`;
    return [{ code: 'KF532', path: own, message, help: 'name those who need it: a group of people' }];
  }
  const [, namespace, account] = SERVICE_ACCOUNT_USER.exec(name) ?? [];
  if (kind === 'group' || namespace === undefined) return [];
  const message = `the user ${name} is a service account`;
  return [problem(own, message, `write { serviceAccount: '${namespace}/${account ?? ''}' }`)];
}

function checkServiceAccount(text: string, path: ValuePath): InventoryProblem[] {
  const [namespace = '', name = '', ...more] = text.split('/');
  if (isDnsLabel(namespace) && isObjectName(name) && more.length === 0) return [];
  const message = `${JSON.stringify(text)} is not the name of a service account`;
  return [
    problem([...path, 'serviceAccount'], message, 'write namespace/name, such as monitoring/kfaas-drift'),
  ];
}
