import pc from 'picocolors';
import { findingJson, renderHuman, spellRequest, summary } from '../findings';
import { COMPONENT_NAMES, COMPONENTS } from '../platform';
import type { ClusterUpgrade, MovedRequest, UpgradePlan } from '../app';

/** The most changes, and the most lines of a change, that are shown to people. */
const SHOWN = { changes: 12, lines: 40 };

/**
 * Returns an upgrade as text for people: the versions first, then what they change. Clusters that change alike are one
 * block.
 * @param name the environment or cluster that is upgraded
 */
export function spellUpgrade(name: string, plan: UpgradePlan, color = false): string {
  const { bold, red } = pc.createColors(color);
  const { existing, findings, upgrades, source } = plan;
  const [first, ...others] = upgrades;
  const human = (found: UpgradePlan['findings']) =>
    `${renderHuman(found, { color, source })}\n${summary(found)}`;
  if (existing.length > 0) {
    const error = red('The catalog already has errors: fix them first.');
    return `${headings(upgrades, color)}\n\n${human(existing)}\n\n${error}\n`;
  }
  const findingSection =
    findings.length === 0
      ? section(bold('Findings'), ['no new findings'])
      : `${bold('Findings')}\n${human(findings)}`;
  if (first === undefined || others.length === 0 || !plan.isPossible) {
    return spellSections([
      headings(upgrades, color),
      ...(first === undefined || !plan.isPossible ? [] : [section(bold('Requests'), requestLines(first))]),
      findingSection,
      ...(first === undefined || !plan.isPossible ? [] : renderedSections(first, color)),
    ]);
  }
  // Findings are about all clusters at once.
  return spellSections([
    bold(`${name}: ${upgrades.length} groups of clusters change differently`),
    findingSection,
    ...upgrades.flatMap((upgrade) => [
      heading(upgrade, color),
      section(bold('Requests'), requestLines(upgrade)),
      ...renderedSections(upgrade, color),
    ]),
  ]);
}

function spellSections(sections: readonly string[]): string {
  return `${sections.join('\n\n')}\n`;
}

function headings(upgrades: readonly ClusterUpgrade[], color: boolean): string {
  return upgrades.map((upgrade) => heading(upgrade, color)).join('\n');
}

function heading({ clusters, from, to }: ClusterUpgrade, color: boolean): string {
  const steps = COMPONENTS.filter((component) => from[component] !== to[component]).map(
    (component) => `${COMPONENT_NAMES[component]} ${from[component]} -> ${to[component]}`,
  );
  const { bold } = pc.createColors(color);
  return bold(`${clusters.join(', ')}: ${steps.length === 0 ? 'the current versions' : steps.join(', ')}`);
}

function renderedSections(upgrade: ClusterUpgrade, color: boolean): string[] {
  const { bold } = pc.createColors(color);
  return [
    section(bold('Manifests'), manifestLines(upgrade, color)),
    section(bold('Platform changes'), consequenceLines(upgrade)),
  ];
}

function consequenceLines({ consequences }: ClusterUpgrade): string[] {
  if (consequences.length === 0) return ['no known changes'];
  return consequences.map(
    ({ what, before, after, why }) => `${what}: ${before ?? 'none'} -> ${after ?? 'none'} (${why})`,
  );
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

function requestLines({ moved, routes }: ClusterUpgrade): string[] {
  if (moved === undefined) return ['not decided: the comparison exceeds its budget'];
  if (moved.length === 0) return [`every request reaches the same function as today (${routes} routes)`];
  return moved.map((request) => `${spellRequest(request.witness)}  ${spellMove(request)}`);
}

function spellMove({ before, after }: MovedRequest): string {
  return `${before ?? 'no function'} -> ${after ?? 'no function'}`;
}

function manifestLines({ rendered }: ClusterUpgrade, color: boolean): string[] {
  const { green, red } = pc.createColors(color);
  if (rendered === undefined) return ['not rendered: there are errors'];
  const { files, changes } = rendered;
  if (changes.length === 0) return [`all ${files} files are unchanged`];
  const count = changes.reduce((sum, change) => sum + change.files.length, 0);
  const lines = changes.slice(0, SHOWN.changes).flatMap(({ kind, files: paths, lines: changed }) => {
    const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
    const shown = changed
      .slice(0, SHOWN.lines)
      .map(({ sign, text }) => `  ${sign === '+' ? green(`+ ${text}`) : red(`- ${text}`)}`);
    const cut = changed.length > SHOWN.lines ? [`  … ${changed.length - SHOWN.lines} more lines`] : [];
    return ['', `${kind}: ${paths[0] ?? ''}${more}`, ...shown, ...cut];
  });
  const rest =
    changes.length > SHOWN.changes
      ? ['', `${changes.length - SHOWN.changes} more kinds of changes: use -o json to see all`]
      : [];
  return [`${count} of ${files} files change`, ...lines, ...rest];
}

/** Returns the upgrade of one cluster as JSON. */
export function upgradeJson(cluster: string, { existing, findings, upgrades }: UpgradePlan): string {
  const [upgrade] = upgrades;
  if (upgrade === undefined) throw new Error(`the plan has no cluster ${cluster}`);
  const { from, to } = upgrade;
  const known = { version: 1, cluster, from, to, findings: [...existing, ...findings].map(findingJson) };
  return spellJson({ ...known, ...comparisonJson(upgrade) });
}

/** Returns the upgrade of an environment as JSON: the findings of all clusters, and the clusters that change alike. */
export function environmentUpgradeJson(environment: string, plan: UpgradePlan): string {
  const { existing, findings, upgrades } = plan;
  return spellJson({
    version: 1,
    environment,
    findings: [...existing, ...findings].map(findingJson),
    upgrades: upgrades.map((upgrade) => {
      const { clusters, from, to } = upgrade;
      return { clusters, from, to, ...comparisonJson(upgrade) };
    }),
  });
}

function comparisonJson({ rendered, moved, routes, consequences }: ClusterUpgrade): object {
  return {
    requests: { decided: moved !== undefined, routes, moved: moved ?? [] },
    manifests: rendered ?? null,
    consequences,
  };
}

function spellJson(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
