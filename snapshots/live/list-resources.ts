import { isMapping, listOf, mappingOf, textOf, type Mapping } from '../../base';
import type { ApiServer, ServerAnswer } from './api-server';
import { UnreachableServer } from './api-server';

/** Objects of one kind, or why they were not given. */
export type Listed =
  | { readonly objects: readonly Mapping[] }
  | { readonly refused: 'not-served' | 'forbidden'; readonly message: string };

/** A kind as an API server serves it. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
}

/** Objects of one answer: what kubectl asks for, too. */
const PAGE_SIZE = 500;

/**
 * Lists the objects of a kind in pages, in one namespace or in all.
 * @throws UnreachableServer if the server gives no answer, or does not know who asks
 */
export async function listResources(
  server: ApiServer,
  { apiVersion, kind, plural }: ServedKind,
  namespace: string | undefined,
): Promise<Listed> {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const path = `${root}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}`;
  // A list that takes long may lose its place (410 Gone): then it starts anew, whole.
  for (const pageSize of [PAGE_SIZE, undefined]) {
    const found = await allPages(server, path, pageSize);
    if (found === 'gone') continue;
    if (!('items' in found)) return found;
    // The items of a list do not say what they are.
    return { objects: found.items.map((item) => ({ apiVersion, kind, ...item })) };
  }
  throw new UnreachableServer(
    `the list of ${plural} changes faster than it can be read`,
    'try again in a minute',
  );
}

/** Reads some objects of a kind that has no namespace, each by its name; those that are not there are left out. */
export async function namedResources(
  server: ApiServer,
  { apiVersion, kind, plural }: ServedKind,
  names: readonly string[],
): Promise<Listed> {
  const objects: Mapping[] = [];
  for (const name of names) {
    const path = `/apis/${apiVersion}/${plural}/${name}`;
    const answer = await server.get(path);
    if (answer.status === 200) objects.push({ apiVersion, kind, ...answer.body });
    else if (answer.status !== 404) return refusal(path, answer);
  }
  return { objects };
}

async function allPages(
  server: ApiServer,
  path: string,
  pageSize: number | undefined,
): Promise<{ readonly items: readonly Mapping[] } | Exclude<Listed, { objects: unknown }> | 'gone'> {
  const items: Mapping[] = [];
  let next: string | undefined;
  do {
    const asked = new URLSearchParams();
    if (pageSize !== undefined) asked.set('limit', String(pageSize));
    if (next !== undefined) asked.set('continue', next);
    const answer = await server.get(`${path}?${asked.toString()}`);
    if (answer.status === 410) return 'gone';
    if (answer.status !== 200) return refusal(path, answer);
    if (!isList(answer.body)) throw noAnswer(path);
    for (const item of listOf(answer.body.items)) if (isMapping(item)) items.push(item);
    next = textOf(mappingOf(answer.body.metadata).continue);
  } while (next !== undefined && next !== '');
  return { items };
}

/** Whether an answer is a list: the page of a log-in, or half an answer, would pass for an empty one. */
function isList({ kind }: Mapping): boolean {
  return textOf(kind)?.endsWith('List') ?? false;
}

/** Says that something answers which is no API server, such as a proxy before it. */
export function noAnswer(path: string): UnreachableServer {
  return new UnreachableServer(
    `what answers to ${path} is no API server`,
    'see whether a proxy asks for a log-in, and the address is right',
  );
}

function refusal(path: string, { status, body }: ServerAnswer): Exclude<Listed, { objects: unknown }> {
  const message = textOf(body.message) ?? `status ${status}`;
  if (status === 403) return { refused: 'forbidden', message };
  if (status === 404) return { refused: 'not-served', message };
  throw answerProblem(path, status, message);
}

/** Says what an answer means that is neither a list nor a refusal of one kind. */
export function answerProblem(path: string, status: number, message: string): UnreachableServer {
  if (status === 401) {
    return new UnreachableServer(
      'the API server does not accept the log-in (401): its token has expired, or is of another cluster',
      'log in again, and see whether kubectl --context gets an answer',
    );
  }
  if (status === 403) {
    return new UnreachableServer(message, 'ask for the ClusterRole kfaas-reader, which suffices');
  }
  return new UnreachableServer(`the API server answers ${status} to ${path}: ${message}`, 'try again later');
}
