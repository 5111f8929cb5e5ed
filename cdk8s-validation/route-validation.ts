import { declarationsOf, groupBy } from '../base';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkManifests } from '../app';
import { hasErrors, sortedFindings, spellRequest, type Finding } from '../findings';
import { ROUTING_RULES_RANGE } from '../platform';

/** The `properties` of the entry in cdk8s.yaml. */
export interface RouteValidationProps {
  /**
   * The Istio version of the cluster.
   * @default - the newest known version
   */
  readonly istio?: string | number;
  /**
   * Whether Gateways that are not synthesized serve exactly the hosts of their VirtualServices, each on a listener of its own.
   * If not, a violation of the severity `note` names each of them.
   * @default false
   */
  readonly assumeGateways?: boolean;
}

/** The used part of the ValidationContext that the cdk8s command line passes to a plugin. */
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
 * A validation plugin for `cdk8s synth`: proves the route tables of the synthesized manifests, and fails on
 * the errors of `kfaas check --manifests`. Files below a folder with a kustomization.yaml, or of a cluster that KFaas
 * rendered, are applied separately, so they are checked separately.
 */
export class RouteValidation {
  constructor(private readonly props: RouteValidationProps) {}

  /** Called by the cdk8s command line. */
  public validate({ manifests, report }: ValidationContext): void {
    const istio = String(this.props.istio ?? ROUTING_RULES_RANGE.newest);
    const { assumeGateways } = this.props;
    const checks = [...appliedTogether(manifests).values()].map((files) =>
      checkManifests(files, istio, { assumeGateways }),
    );
    if (checks.includes(undefined)) {
      const { oldest, newest } = ROUTING_RULES_RANGE;
      throw new Error(`"${istio}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`);
    }
    const findings = sortedFindings(checks.flatMap((check) => check?.findings ?? []));
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
    violatingResources: places.map(({ file, line, column, object }, index) => ({
      resourceName: object ?? names[index] ?? file,
      locations: [`line ${line}, column ${column}`],
      manifestPath: file,
    })),
  };
}

/** Groups files by the nearest folder around them that is applied by itself; all other files are applied together. */
function appliedTogether(manifests: readonly string[]): Map<string, string[]> {
  return groupBy([...manifests].sort(), (file) => {
    let folder = dirname(file);
    while (!isAppliedByItself(folder) && dirname(folder) !== folder) folder = dirname(folder);
    return folder;
  });
}

/** Whether a folder has a kustomization, or declares a cluster. */
function isAppliedByItself(folder: string): boolean {
  return declarationsOf(folder).some((file) => existsSync(file));
}
