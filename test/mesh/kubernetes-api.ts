import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Kinds of lists that istiod's client does not take as a plain `List`. */
const LIST_KINDS: Readonly<Record<string, string>> = {
  mutatingwebhookconfigurations: 'MutatingWebhookConfigurationList',
  validatingwebhookconfigurations: 'ValidatingWebhookConfigurationList',
  ingressclasses: 'IngressClassList',
  ingresses: 'IngressList',
  endpointslices: 'EndpointSliceList',
};

/**
 * Stands in for the API server of an empty cluster: istiod does not start without one, although its configuration comes
 * from files. Every list is empty, nothing ever changes, and nothing is there by name.
 */
export async function startKubernetesApi(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://api');
  const steps = url.pathname.split('/').filter(Boolean);
  if (url.pathname === '/version') {
    send(response, 200, { major: '1', minor: '34', gitVersion: 'v1.34.0' });
    return;
  }
  if (url.searchParams.has('watch')) {
    // istiod then lists instead.
    if (url.searchParams.has('sendInitialEvents')) {
      fail(response, 422, 'Invalid');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    return;
  }
  const [root, ...rest] = steps;
  const groupVersion = root === 'api' ? 'v1' : rest.slice(0, 2).join('/');
  const resource = rest.slice(root === 'api' ? 1 : 2);
  const isNamed = resource.length === (resource[0] === 'namespaces' && resource.length > 2 ? 4 : 2);
  if (request.method !== 'GET' || isNamed) {
    fail(response, 404, 'NotFound');
    return;
  }
  const isMetadata = request.headers.accept?.includes('PartialObjectMetadataList') === true;
  const kind = isMetadata ? 'PartialObjectMetadataList' : (LIST_KINDS[resource.at(-1) ?? ''] ?? 'List');
  const apiVersion = isMetadata ? 'meta.k8s.io/v1' : groupVersion;
  send(response, 200, { kind, apiVersion, metadata: { resourceVersion: '1' }, items: [] });
}

function fail(response: ServerResponse, code: number, reason: string): void {
  send(response, code, {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason,
    code,
    message: reason,
  });
}

function send(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
