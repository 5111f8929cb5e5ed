import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkManifestFiles } from '../check-manifests';
import { hasErrors, inOrder, spellRequest, type Finding } from '../findings';
import { ROUTING_RULES_RANGE } from '../platform';

/** What the entry in cdk8s.yaml may say under `properties`. */
export interface RouteValidationProps {
  /**
   * The Istio version whose rules hold.
   * @default - the newest that KFaas knows
   */
  readonly istio?: string | number;
}

/** What the cdk8s command line hands a validation plugin (ValidationContext), as far as it is used. */
export interface ValidationContext {
  /** The files that were synthesized. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/**
 * A validation plugin for `cdk8s synth`: proves the route tables of what was synthesized, and fails on what
 * `kfaas check --manifests` calls an error. Files below a folder with a kustomization.yaml are applied on their own, so
 * they are judged on their own.
 */
export class RouteValidation {
  constructor(private readonly props: RouteValidationProps) {}

  /** Called by the cdk8s command line. */
  public validate({ manifests, report }: ValidationContext): void {
    const istio = String(this.props.istio ?? ROUTING_RULES_RANGE.newest);
    const checks = [...byKustomization(manifests).values()].map((files) => checkManifestFiles(files, istio));
    if (checks.includes(undefined)) {
      const { oldest, newest } = ROUTING_RULES_RANGE;
      throw new Error(`"${istio}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`);
    }
    const findings = inOrder(checks.flatMap((check) => check?.findings ?? []));
    const tables = checks.flatMap((check) => check?.tables ?? []);
    for (const finding of findings) report.addViolation(violationOf(finding));
    const proved = tables.filter(({ orderIndependent }) => orderIndependent === 'proved').length;
    report.submit(hasErrors(findings) ? 'failure' : 'success', {
      'route tables': String(tables.length),
      proved: String(proved),
      istio,
    });
  }
}

function violationOf({ code, severity, message, help, places, routes, witness }: Finding) {
  const request = witness === undefined ? '' : `; request: ${spellRequest(witness)}`;
  const names = routes?.map(({ virtualService }) => virtualService) ?? [];
  return {
    ruleName: `${code} (${severity})`,
    recommendation: `${message}${request}`,
    fix: help,
    violatingResources: places.map(({ file, line, column, object }, place) => ({
      resourceName: object ?? names[place] ?? file,
      locations: [`line ${line}, column ${column}`],
      manifestPath: file,
    })),
  };
}

/** Files by the nearest folder above them that has a kustomization; all others are applied together. */
function byKustomization(manifests: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of [...manifests].sort()) {
    let folder = dirname(file);
    while (!existsSync(join(folder, 'kustomization.yaml')) && dirname(folder) !== folder)
      folder = dirname(folder);
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [file]);
    else group.push(file);
  }
  return groups;
}
