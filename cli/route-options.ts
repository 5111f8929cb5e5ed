/** The options of `kfaas route`. */
export interface RouteOptions {
  readonly request?: string;
  readonly header?: readonly string[];
  readonly functions?: string;
  readonly cluster?: string;
  readonly manifests?: string;
  readonly host?: string;
  readonly gateway?: string;
  readonly istio?: string;
  readonly requests?: string;
  readonly outputFormat: 'human' | 'json';
}

/** Where a command says what went wrong in its usage, and ends. */
export type Fail = (problem: string) => never;

/** What is wrong with the options, before anything is read. */
export function usageProblem(url: string | undefined, options: RouteOptions): string | undefined {
  const { requests, manifests, functions, request, header } = options;
  if (manifests === undefined) {
    if (options.istio !== undefined || options.gateway !== undefined) {
      return "--istio and --gateway go with --manifests: environments/ says each cluster's";
    }
  } else if (functions !== undefined || options.cluster !== undefined) {
    return '--functions and --cluster go without --manifests: a folder of manifests is asked alone';
  }
  if (manifests === '') return '--manifests names no folder';
  if (functions === '') return '--functions names no folder';
  if (requests === '') return '--requests names no file; - stands for standard input';
  if (options.host === '') return '--host names no host';
  if (url === undefined && requests === undefined) return 'name a URL, or a file of requests by --requests';
  if (requests === undefined) return undefined;
  if (url !== undefined) return 'name either a URL or --requests, not both';
  if (request !== undefined) return '-X goes with a URL: in --requests, each line has its "method"';
  return header !== undefined ? '-H goes with a URL: in --requests, each line has its "headers"' : undefined;
}
