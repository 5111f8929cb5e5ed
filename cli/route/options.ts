import { isLive, liveUsageProblem, type LiveOptions } from '../live';

/** The options of `kfaas route`. */
export interface RouteOptions extends Omit<LiveOptions, 'cluster'> {
  readonly request?: string;
  readonly header?: readonly string[];
  readonly functions?: string;
  readonly cluster?: string;
  readonly manifests?: readonly string[];
  readonly namespace?: string;
  readonly meshConfig?: string;
  readonly host?: string;
  readonly gateway?: string;
  readonly istio?: string;
  readonly requests?: string;
  readonly outputFormat: 'human' | 'json';
}

/** Reports a usage error and ends the command. */
export type Fail = (problem: string) => never;

/** The request that the words of a command line name: `/x`, or as other commands show it, `GET /x`. */
export function requestWords(
  words: readonly string[],
  options: RouteOptions,
): { readonly url: string | undefined; readonly options: RouteOptions } | { readonly problem: string } {
  const [first, url, ...more] = words;
  if (url === undefined) return { url: first, options };
  if (more.length > 0) return { problem: 'name one request: a URL, with its method before it or by -X' };
  if (options.request !== undefined) return { problem: 'name the method once: before the URL, or by -X' };
  return { url, options: { ...options, request: first } };
}

/** Returns what is wrong with the options, before anything is read. */
export function usageProblem(url: string | undefined, options: RouteOptions): string | undefined {
  const { requests, manifests, functions, request, header } = options;
  const notLive = liveUsageProblem(options);
  if (notLive !== undefined) return notLive;
  if (isLive(options) && [requests, manifests, functions].some((one) => one !== undefined))
    return '--live cannot be combined with --requests, --manifests and --functions';
  if (manifests === undefined) {
    if (
      [options.istio, options.gateway, options.namespace, options.meshConfig].some(
        (option) => option !== undefined,
      )
    ) {
      return '--istio, --gateway, --namespace and --mesh-config require --manifests: environments/ declares them for the catalog';
    }
  } else if (functions !== undefined || options.cluster !== undefined) {
    return '--functions and --cluster cannot be combined with --manifests';
  }
  if (manifests?.includes('')) return '--manifests names no folder';
  if (options.namespace === '') return '--namespace names no namespace';
  if (functions === '') return '--functions names no folder';
  if (requests === '-' && manifests?.includes('-') === true) {
    return 'standard input is read once: give a file to --manifests or to --requests';
  }
  if (requests === '') return '--requests names no file; use - for standard input';
  if (options.host === '') return '--host names no host';
  if (url === undefined && requests === undefined) return 'name a URL, or a file of requests by --requests';
  if (requests === undefined) return undefined;
  if (url !== undefined) return 'name either a URL or --requests, not both';
  if (request !== undefined) return '-X requires a URL: with --requests, each line has a "method"';
  return header !== undefined ? '-H requires a URL: with --requests, each line has "headers"' : undefined;
}
