import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../../fixtures/project-folder';
import { onStack, renderStack } from '../../matrix/rendered-stack';

const TODAY = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };

/**
 * Renders `saas/tea` alone, and gives the folder of prod-cn's manifests.
 *
 * Nothing guards its namespaces: a test that applies it writes there by hand afterwards.
 * @param tea the text of its function file
 */
export function renderedFunction(tea: string): string {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/tea.yaml': tea,
  });
  const environments = onStack(TODAY).map((environment) => ({ ...environment, guard: undefined }));
  const { files, findings } = renderStack(environments, join(path, 'functions'));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(path, 'out', file)), { recursive: true });
    writeFileSync(join(path, 'out', file), text);
  }
  return join(path, 'out/prod/prod-cn');
}
