import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synth } from '../../main';
import { projectFolder } from '../project-folder';
import { GOLDEN_ENVIRONMENT } from './environment';

const EXPECTED = join(__dirname, 'expected');

/** Renders the golden catalog and gives each file's text by its path. */
function rendered(): { folder: string; files: readonly string[] } {
  const folder = join(projectFolder().path, 'out');
  const { findings } = synth({
    environments: [GOLDEN_ENVIRONMENT],
    functions: join(__dirname, 'functions'),
    output: folder,
    environmentSource: () => undefined,
  });
  expect(findings).toEqual([]);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return { folder, files: files.map((file) => file.slice(folder.length + 1)).sort() };
}

const { folder, files } = rendered();

// UPDATE_GOLDEN=1 npx jest test/golden; then read the diff: it is what clusters would get.
if (process.env.UPDATE_GOLDEN !== undefined) {
  rmSync(EXPECTED, { recursive: true, force: true });
  cpSync(folder, EXPECTED, { recursive: true });
}

test('there are as many files as expected', () => {
  expect(existsSync(EXPECTED)).toBe(true);
  const expected = readdirSync(EXPECTED, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files).toHaveLength(expected.length);
});

test.each(files)('%s', (file) => {
  expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(EXPECTED, file), 'utf8'));
});

test("the company's own description: saas/showroom on Istio 1.5.4 and Knative 0.15", () => {
  const text = readFileSync(join(folder, 'test/historic/faas-alpha/saas-showroom.yaml'), 'utf8');
  expect(parse(text)).toMatchObject({
    kind: 'VirtualService',
    metadata: { name: 'faas-alpha-ns-saas-showroom-ksvc-virtualservice', namespace: 'kfaas-system' },
    spec: {
      gateways: ['knative-serving/cluster-local-gateway', 'knative-serving/knative-ingress-gateway'],
      hosts: ['faas-alpha-ksvc-gateway.kfaas-system.svc.cluster.local'],
      http: [
        {
          match: [{ uri: { prefix: '/faas/api/saas/showroom/' } }],
          rewrite: { authority: 'saas-showroom.faas-alpha.svc.cluster.local' },
          route: [
            {
              destination: { host: 'cluster-local-gateway.istio-system.svc.cluster.local', port: { number: 80 } },
              weight: 100,
            },
          ],
          retries: { attempts: 0 },
        },
      ],
    },
  });
});
