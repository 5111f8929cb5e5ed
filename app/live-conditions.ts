import { listOf, mappingOf, textOf, type Mapping } from '../base';
import { groupKindOf } from '../snapshots';
import { objectKey } from './live-objects';
import type { LiveComparison } from './live-sides';

/** Something that keeps a request from its answer, and what to do. */
export interface Cause {
  readonly message: string;
  readonly help: string;
}

/** Returns why an object is not ready; undefined if it is, or its kind was not read. */
export function notReady(
  { live }: Pick<LiveComparison, 'live'>,
  groupKind: string,
  namespace: string,
  name: string,
): string | undefined {
  if (!live.kinds.has(groupKind)) return undefined;
  const key = `${groupKind} ${namespace}/${name}`;
  const object = live.objects.find((one) => groupKindOf(one) === groupKind && objectKey(one) === key);
  return object === undefined ? 'is not in the cluster' : unready(object);
}

function unready({ status }: Mapping): string | undefined {
  const conditions = listOf(mappingOf(status).conditions).map(mappingOf);
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined) return 'has no condition Ready: no controller has looked at it';
  if (ready.status === 'True') return undefined;
  const reason = [textOf(ready.reason), textOf(ready.message)]
    .filter((text) => text !== undefined)
    .join(': ');
  const since = textOf(ready.lastTransitionTime);
  return `is not ready${since === undefined ? '' : ` since ${since}`}${reason === '' ? '' : ` (${reason})`}`;
}

/** Returns why the gateway host does not lead to the local gateway. */
export function hostCauses({ live, rendered }: LiveComparison, host: string): readonly Cause[] {
  if (!live.kinds.has('/Service')) return [];
  const [name = '', namespace = ''] = host.split('.');
  const key = `/Service ${namespace}/${name}`;
  const wanted = textOf(mappingOf(rendered.get(key)?.spec).externalName);
  const found = live.objects.find((object) => objectKey(object) === key);
  const help = `apply it: kfaas diff --live --cluster ${live.cluster}`;
  if (found === undefined) {
    return [{ message: `the gateway host does not resolve: there is no Service ${namespace}/${name}`, help }];
  }
  const leads = textOf(mappingOf(found.spec).externalName);
  if (wanted === undefined || leads === wanted) return [];
  return [{ message: `the gateway host leads to ${leads ?? 'no other name'} instead of ${wanted}`, help }];
}

/** Returns what is wrong with the Ingress and the certificate of a domain. */
export function domainCauses({ live, rendered }: LiveComparison, domain: string): readonly Cause[] {
  const help = `apply it: kfaas diff --live --cluster ${live.cluster}`;
  return [...rendered.values()].flatMap((object): Cause[] => {
    const { namespace, name } = mappingOf(object.metadata);
    const [at, kind] = [`${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`, groupKindOf(object)];
    if (kind.endsWith('/Ingress') && live.kinds.has(kind)) {
      const leads = listOf(mappingOf(object.spec).rules).some((rule) => mappingOf(rule).host === domain);
      const isThere = live.objects.some((one) => objectKey(one) === objectKey(object));
      return leads && !isThere ? [{ message: `there is no Ingress ${at} for ${domain}`, help }] : [];
    }
    if (!kind.endsWith('/Certificate') || !listOf(mappingOf(object.spec).dnsNames).includes(domain))
      return [];
    const problem = notReady({ live }, kind, textOf(namespace) ?? '', textOf(name) ?? '');
    return problem === undefined
      ? []
      : [
          {
            message: `Certificate ${at} ${problem}`,
            help: `kubectl -n ${textOf(namespace) ?? ''} describe certificate ${textOf(name) ?? ''}`,
          },
        ];
  });
}
