import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import { isMapping, mappingOf, textOf, type Mapping } from '../../base';

/** The answer of an API server. */
export interface ServerAnswer {
  readonly status: number;
  /** The JSON object of the answer; empty if it is none. */
  readonly body: Mapping;
}

/** The API server cannot be asked at all: no connection, no certificate, no log-in. */
export class UnreachableServer extends Error {
  constructor(
    problem: string,
    readonly help: string,
  ) {
    super(problem);
  }
}

/** Asks an API server. It sends GET and nothing else. */
export interface ApiServer {
  /**
   * Returns the answer to a path. Answers that pass by themselves (429, 500, 502, 503, 504, a reset connection) are asked for again, three times at most.
   * @throws UnreachableServer
   */
  readonly get: (path: string) => Promise<ServerAnswer>;
}

/** How long one answer may take, in milliseconds. */
const ANSWER_TIMEOUT = 60_000;

const TRIES = 4;

/** Milliseconds before the second try; doubled for each one after it. */
const FIRST_PAUSE = 200;

/** The longest pause that an API server may ask for, in milliseconds. */
const LONGEST_PAUSE = 5_000;

const PASSING = new Set([429, 500, 502, 503, 504]);

/** Opens the API server of the current context of a configuration. */
export function apiServer(config: KubeConfig): ApiServer {
  let opened: Promise<RequestOptions> | undefined;
  // Logging in may start a program, which is done once.
  const options = () => (opened ??= openedOptions(config));
  return { get: (path) => getAgain(config, path, options) };
}

/** The log-in and the certificates of a context. */
async function openedOptions(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = { method: 'GET', headers: { accept: 'application/json' } };
  await config.applyToHTTPSOptions(options);
  return options;
}

async function getAgain(
  config: KubeConfig,
  path: string,
  options: () => Promise<RequestOptions>,
): Promise<ServerAnswer> {
  for (let tried = 1; ; tried += 1) {
    const pause = FIRST_PAUSE * 2 ** (tried - 1);
    try {
      const { retryAfter, ...answer } = await getOnce(config, path, await options());
      if (!PASSING.has(answer.status) || tried === TRIES) return answer;
      await sleep(Math.min(LONGEST_PAUSE, Math.max(pause, retryAfter * 1000)));
    } catch (error) {
      if (!isPassing(error) || tried === TRIES) throw unreachable(config, error);
      await sleep(pause);
    }
  }
}

async function getOnce(
  config: KubeConfig,
  path: string,
  options: RequestOptions,
): Promise<ServerAnswer & { readonly retryAfter: number }> {
  const server = config.getCurrentCluster()?.server ?? '';
  const url = new URL(path.replace(/^\//, ''), server.endsWith('/') ? server : `${server}/`);
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const asked = send(url, { ...options, timeout: ANSWER_TIMEOUT }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const { statusCode: status = 0, headers } = answer;
        const body = jsonOf(Buffer.concat(parts).toString('utf8'));
        resolve({ status, body, retryAfter: Number(headers['retry-after'] ?? 0) || 0 });
      });
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${ANSWER_TIMEOUT / 1000} s`)));
    asked.on('error', reject);
    asked.end();
  });
}

function jsonOf(text: string): Mapping {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : {};
  } catch {
    return {};
  }
}

/** Whether the same request may succeed a moment later. */
function isPassing(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return textOf(mappingOf(error).code) ?? '';
}

/** Says what keeps a server from being asked, and what to do. */
function unreachable(config: KubeConfig, error: unknown): UnreachableServer {
  const server = config.getCurrentCluster()?.server ?? 'its API server';
  const message = textOf(mappingOf(error).message) ?? String(error);
  const code = codeOf(error);
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) {
    return new UnreachableServer(
      `the certificate of ${server} is not trusted: ${message}`,
      'correct certificate-authority-data of the kubeconfig',
    );
  }
  if (['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ETIMEDOUT'].includes(code)) {
    return new UnreachableServer(
      `${server} cannot be reached (${code})`,
      'see whether the VPN is on and the address is right',
    );
  }
  // A plug-in of the kubeconfig that does not log in, among others.
  const [firstLine = ''] = message.split('\n');
  return new UnreachableServer(
    `${server} cannot be asked: ${firstLine}`,
    'see whether kubectl can: kubectl version',
  );
}
