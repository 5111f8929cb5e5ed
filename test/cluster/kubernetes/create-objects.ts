import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** How many objects are created at the same time. */
const CONCURRENCY = 16;

/** Where an API server is, and who asks. */
export interface ApiAccess {
  readonly host: string;
  /** The file of its certificate. */
  readonly certificate: string;
  readonly token: string;
}

/**
 * Creates objects of one kind over the API itself, many at a time: kubectl takes some 40 ms for each. Fails with the first refusal.
 * @param path the path of the kind in a namespace, such as `/apis/apps/v1/namespaces/x/deployments`
 */
export async function createObjects(
  { host, certificate, token }: ApiAccess,
  path: string,
  objects: readonly object[],
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY, ca: readFileSync(certificate) });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const create = (object: object) =>
    new Promise<void>((done, failed) => {
      const sent = request({ host, port: 6443, method: 'POST', path, headers, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          if (response.statusCode === 201) done();
          else failed(new Error(text));
        });
      });
      sent.on('error', failed).end(JSON.stringify(object));
    });
  const rest = [...objects].reverse();
  const worker = async () => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) await create(next);
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  } finally {
    agent.destroy();
  }
}
