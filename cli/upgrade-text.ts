import pc from 'picocolors';
import { renderHuman, renderJson, spellRequest, summary } from '../findings';
import { COMPONENT_NAMES, COMPONENTS } from '../platform';
import type { MovedRequest, UpgradePlan } from '../plan-upgrade';

/** Most groups of files, and most lines of one, that people are shown. */
const SHOWN = { changes: 12, lines: 40 };

/** Spells an upgrade for people: what it moves first, then what it changes. */
export function spellUpgrade(cluster: string, plan: UpgradePlan, color = false): string {
  const { bold, red } = pc.createColors(color);
  const steps = COMPONENTS.filter((component) => plan.from[component] !== plan.to[component]).map(
    (component) => `${COMPONENT_NAMES[component]} ${plan.from[component]} -> ${plan.to[component]}`,
  );
  const heading = bold(`${cluster}: ${steps.length === 0 ? 'the versions that it has' : steps.join(', ')}`);
  const human = (findings: UpgradePlan['findings']) =>
    `${renderHuman(findings, { color, source: plan.source })}\n${summary(findings)}`;
  if (plan.standing.length > 0) {
    return `${heading}\n\n${human(plan.standing)}\n\n${red('Today already something is wrong: mend that first.')}\n`;
  }
  const sections = [
    heading,
    ...(plan.isPossible ? [section(bold('Requests'), requestLines(plan))] : []),
    plan.findings.length === 0
      ? section(bold('Findings'), ['nothing that is not found today'])
      : `${bold('Findings')}\n${human(plan.findings)}`,
    ...(plan.isPossible
      ? [
          section(bold('Manifests'), manifestLines(plan, color)),
          section(bold('What the tables say'), consequenceLines(plan)),
        ]
      : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function consequenceLines({ consequences }: UpgradePlan): string[] {
  if (consequences.length === 0) return ['nothing changes that KFaas knows of'];
  return consequences.map(
    ({ what, before, after, why }) => `${what}: ${before ?? 'none'} -> ${after ?? 'none'} (${why})`,
  );
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

function requestLines({ moved, routes }: UpgradePlan): string[] {
  if (moved === undefined) return ['not decided: the comparison needs more work than it may take'];
  if (moved.length === 0)
    return [`every request reaches the function that it reaches today (${routes} routes)`];
  return moved.map((request) => `${spellRequest(request.witness)}  ${spellMove(request)}`);
}

function spellMove({ before, after }: MovedRequest): string {
  return `${before ?? 'no function'} -> ${after ?? 'no function'}`;
}

function manifestLines({ rendered }: UpgradePlan, color: boolean): string[] {
  const { green, red } = pc.createColors(color);
  if (rendered === undefined) return ['not rendered: there are errors'];
  const { files, changes } = rendered;
  if (changes.length === 0) return [`all ${files} files stay as they are`];
  const count = changes.reduce((sum, change) => sum + change.files.length, 0);
  const lines = changes.slice(0, SHOWN.changes).flatMap(({ kind, files: of, lines: changed }) => {
    const more = of.length > 1 ? ` and ${of.length - 1} more` : '';
    const shown = changed
      .slice(0, SHOWN.lines)
      .map(({ sign, text }) => `  ${sign === '+' ? green(`+ ${text}`) : red(`- ${text}`)}`);
    const cut = changed.length > SHOWN.lines ? [`  … ${changed.length - SHOWN.lines} more lines`] : [];
    return ['', `${kind}: ${of[0] ?? ''}${more}`, ...shown, ...cut];
  });
  const rest =
    changes.length > SHOWN.changes
      ? ['', `${changes.length - SHOWN.changes} more kinds of changes: -o json has all`]
      : [];
  return [`${count} of ${files} files change`, ...lines, ...rest];
}

/** Writes an upgrade for programs. */
export function upgradeJson(cluster: string, plan: UpgradePlan): string {
  const { from, to, standing, findings, rendered, moved, routes, consequences } = plan;
  const { findings: found } = JSON.parse(renderJson([...standing, ...findings], [])) as {
    findings: unknown[];
  };
  const document = {
    version: 1,
    cluster,
    from,
    to,
    findings: found,
    requests: { decided: moved !== undefined, routes, moved: moved ?? [] },
    manifests: rendered ?? null,
    consequences,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
