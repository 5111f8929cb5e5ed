import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onStack, renderStack } from '../../matrix/rendered-stack';
import { CHECKOV_EXCEPTIONS } from './exceptions';

const CHECKOV = resolve(__dirname, '../../../.cluster/checkov/bin/checkov');
const isThere = existsSync(CHECKOV);
if (!isThere) process.stderr.write('SKIPPED: checkov over rendered manifests; missing: checkov\n');

/** One cluster of each environment: those of an environment differ in names and versions. */
const CLUSTERS = ['test/test-cn', 'staging/staging-cn', 'prod/prod-us'];

const TODAY = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };

interface Report {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[];
  };
}

/** Asks checkov about files, which know nothing of each other's folders. */
function asked(files: ReadonlyMap<string, string>): Report {
  const folder = mkdtempSync(join(tmpdir(), 'kfaas-checkov-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const args = ['--framework', 'kubernetes', '--skip-download', '--soft-fail', '--quiet', '--compact'];
    const told = execFileSync(CHECKOV, ['-d', folder, ...args, '-o', 'json'], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(told) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is left of the findings of a report. */
function unexplained({ results }: Report): readonly string[] {
  const left = results.failed_checks.filter(
    ({ check_id: id, resource }) =>
      !CHECKOV_EXCEPTIONS.some((known) => known.check === id && known.resource.test(resource)),
  );
  return [...new Set(left.map(({ check_id: id, resource }) => `${id} ${resource}`))].sort();
}

(isThere ? describe : describe.skip)('checkov over what is rendered', () => {
  const environments = onStack(TODAY).map((environment) => ({
    ...environment,
    monitoring: { scrape: 'pod-monitor', alerts: {}, dashboards: {} } as const,
  }));
  const { files } = renderStack(environments);
  const chosen = new Map(
    [...files].filter(([path]) => CLUSTERS.some((cluster) => path.startsWith(`${cluster}/`))),
  );
  let report: Report;
  beforeAll(() => {
    report = asked(chosen);
  }, 180_000);

  test('it reads every file, and has something to say of them', () => {
    expect(report.summary.parsing_errors).toBe(0);
    expect(report.summary.passed).toBeGreaterThan(500);
  });

  test('it finds nothing but the exceptions that are written down', () => {
    expect(unexplained(report)).toEqual([]);
  });

  test('every exception is still needed, and has its reason', () => {
    const { failed_checks: failed } = report.results;
    for (const { check, resource, reason } of CHECKOV_EXCEPTIONS) {
      expect([
        check,
        failed.some((found) => found.check_id === check && resource.test(found.resource)),
      ]).toEqual([check, true]);
      expect(reason.length).toBeGreaterThan(40);
    }
  });

  test('what is wrong is found: the checks above can fail', () => {
    const path = 'prod/prod-us/system/egress-gateway.deployment.yaml';
    const text = files.get(path) ?? '';
    const loosened = text
      .replace('allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true')
      .replace(/image: (\S+)/, `image: $1@sha256:${'a'.repeat(64)}`);
    const found = asked(new Map([[path, loosened]]));
    expect(unexplained(found)).toEqual([
      // No NetworkPolicy is beside it here.
      expect.stringMatching(/^CKV2_K8S_6 Pod\.kfaas-system\.egress-gateway\./),
      'CKV_K8S_20 Deployment.kfaas-system.egress-gateway',
    ]);
    // An image that is pinned by a digest needs none of the exceptions about images.
    const ids = found.results.failed_checks.map(({ check_id: id }) => id);
    expect(ids.filter((id) => ['CKV_K8S_15', 'CKV_K8S_43'].includes(id))).toEqual([]);
  }, 120_000);
});
