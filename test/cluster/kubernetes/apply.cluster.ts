import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { COMPANY_CLUSTERS, renderedCompany } from '../../fixtures/company';
import { projectFolder } from '../../fixtures/project-folder';
import { WHOLE_SERVICE } from '../../fixtures/whole-service';
import { onStack, renderStack } from '../../matrix/rendered-stack';
import { startControlPlane, type ControlPlane } from './control-plane';
import { startIstiod } from './istiod';
import { programsOrSkip } from './programs';
import { nameOf, renderedObjects, type RenderedObject } from './rendered-objects';

const programs = programsOrSkip(`${COMPANY_CLUSTERS.length} clusters applied to a Kubernetes API server`);
const dist = join(renderedCompany(), 'dist');

const TODAY = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };

/** An object as the cluster has it. */
interface LiveObject extends RenderedObject {
  readonly metadata: RenderedObject['metadata'] & { readonly resourceVersion: string };
}

/** The fields of a rendered object that are missing or other in what the cluster has, as paths. */
function lost(wanted: unknown, found: unknown, path: string): readonly string[] {
  if (typeof wanted !== 'object' || wanted === null) {
    return Object.is(wanted, found) ? [] : [`${path}: ${JSON.stringify(wanted)} is ${JSON.stringify(found)}`];
  }
  if (typeof found !== 'object' || found === null) return [`${path} is missing`];
  const fields = found as Readonly<Record<string, unknown>>;
  const isShorter = Array.isArray(wanted) && Array.isArray(found) && found.length !== wanted.length;
  return [
    ...(isShorter ? [`${path} has another number of items`] : []),
    ...Object.entries(wanted).flatMap(([name, value]) => lost(value, fields[name], `${path}.${name}`)),
  ];
}

(programs === undefined ? describe.skip : describe)('a Kubernetes API server takes what is rendered', () => {
  let plane: ControlPlane;
  beforeEach(async () => {
    if (programs === undefined) return;
    plane = await startControlPlane(programs);
    await startIstiod(programs, plane);
  }, 120_000);
  afterEach(() => plane.stop());

  const apply = (folder: string) =>
    plane.kubectl(['apply', '--server-side', '--validate=strict', '--recursive', '-f', folder]);

  /** What the cluster has of some objects, by their keys. */
  async function found(objects: readonly RenderedObject[]): Promise<Map<string, LiveObject>> {
    const list = join(plane.folder, 'wanted.json');
    writeFileSync(list, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    const { stdout } = await plane.kubectl(['get', '-o', 'json', '-f', list]);
    const { items } = JSON.parse(stdout) as { readonly items: readonly LiveObject[] };
    return new Map(items.map((object) => [nameOf(object), object]));
  }

  test.each(COMPANY_CLUSTERS)(
    '%s',
    async (cluster) => {
      const folder = join(dist, cluster);
      const objects = renderedObjects(folder);

      // On a new cluster, as docs/manifests.md says: the namespaces come after what needs them.
      await apply(join(folder, 'system'));
      const second = await apply(join(folder, 'system'));
      expect(second).toMatchObject({ status: 0, stderr: '' });
      const whole = await apply(folder);
      expect(whole).toMatchObject({ status: 0, stderr: '' });

      const first = await found(objects);
      expect(first.size).toBe(objects.length);
      expect(objects.flatMap((object) => lost(object, first.get(nameOf(object)), nameOf(object)))).toEqual(
        [],
      );

      expect(await apply(folder)).toMatchObject({ status: 0, stderr: '' });
      const again = await found(objects);
      const changed = [...first].filter(
        ([key, { metadata }]) => again.get(key)?.metadata.resourceVersion !== metadata.resourceVersion,
      );
      expect(changed.map(([key]) => key)).toEqual([]);
      const diff = await plane.kubectl(['diff', '--server-side', '--recursive', '-f', folder]);
      expect(diff).toMatchObject({ status: 0, stdout: '' });
    },
    180_000,
  );

  test('every field of a function’s Knative Service is taken, and reads back', async () => {
    const { path } = projectFolder({
      'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
      'functions/saas/a.yaml': `runtime: java\nservice:\n  image: registry.example.com/saas/a:1\n${WHOLE_SERVICE.replaceAll(/^/gm, '  ')}\n`,
    });
    const { files } = renderStack(onStack(TODAY), join(path, 'functions'));
    const file = join(plane.folder, 'whole.yaml');
    writeFileSync(file, files.get('prod/prod-us/faas-prod/saas-a.yaml') ?? '');
    await plane.needNamespaces('kfaas-system', 'faas-prod');
    expect(await apply(file)).toMatchObject({ status: 0, stderr: '' });
    const objects = parseAllDocuments(readFileSync(file, 'utf8')).map(
      (document) => document.toJS() as RenderedObject,
    );
    const live = await found(objects);
    expect(objects).toHaveLength(3);
    expect(objects.flatMap((object) => lost(object, live.get(nameOf(object)), nameOf(object)))).toEqual([]);
  }, 120_000);

  test('monitoring, dashboards and a second Java platform', async () => {
    const environments = onStack(TODAY).map((environment) => ({
      ...environment,
      monitoring: {
        scrape: 'pod-monitor',
        labels: { release: 'prometheus' },
        alerts: { labels: { team: 'platform' } },
        dashboards: { annotations: { grafana_folder: 'KFaas' } },
      } as const,
      javaPlatforms: {
        acquired: {
          url: 'http://gateway.acquired.example:8080',
          cidrs: ['10.96.0.0/16'],
          ports: [8080],
          siteGateway: { cidrs: ['10.96.4.0/24'] },
        },
      },
    }));
    const { files } = renderStack(environments);
    const system = [...files].filter(([path]) => path.startsWith('prod/prod-us/system/'));
    const folder = join(plane.folder, 'monitored');
    mkdirSync(folder);
    for (const [path, text] of system) writeFileSync(join(folder, path.split('/').at(-1) ?? ''), text);
    const objects = renderedObjects(folder);
    const kinds = new Set(objects.map(({ kind }) => kind));
    expect([kinds.has('PodMonitor'), kinds.has('PrometheusRule')]).toEqual([true, true]);
    expect(objects.some(({ metadata }) => metadata.name === 'acquired-egress-gateway')).toBe(true);
    await plane.needNamespaces('kfaas-system', 'faas-prod');
    expect(await apply(folder)).toMatchObject({ status: 0, stderr: '' });
    const live = await found(objects);
    expect(objects.flatMap((object) => lost(object, live.get(nameOf(object)), nameOf(object)))).toEqual([]);
  }, 120_000);

  test('what is wrong is refused: the checks above can fail', async () => {
    const [route] = renderedObjects(join(dist, 'prod/prod-cn')).filter(
      ({ kind }) => kind === 'VirtualService',
    );
    const [service] = renderedObjects(join(dist, 'prod/prod-cn')).filter(
      ({ kind, metadata }) => kind === 'Service' && metadata.namespace === 'faas-prod',
    );
    await plane.needNamespaces('kfaas-system', 'faas-prod');
    const given = async (object: object | undefined, change: (text: string) => string) => {
      const text = change(JSON.stringify(object));
      expect(text).not.toBe(JSON.stringify(object));
      return plane.kubectl(['apply', '--server-side', '--validate=strict', '-f', '-'], text);
    };

    const attempts = await given(route, (text) => text.replace('"attempts":0', '"attempts":-1'));
    expect(attempts.status).toBe(1);
    expect(attempts.stderr).toContain('denied the request');
    const unknown = await given(route, (text) => text.replace('"retries"', '"retrys"'));
    expect(unknown).toMatchObject({ status: 1, stderr: expect.stringContaining('retrys') as string });
    const type = await given(service, (text) => text.replace('"containers":', '"containers":7,"x":'));
    expect(type.status).toBe(1);
  }, 120_000);
});
