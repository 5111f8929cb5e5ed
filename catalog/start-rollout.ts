import type { FunctionDeclaration, RolloutDeclaration } from './declaration';
import { functionOf, type CatalogEdit, type EditedCatalog, type EditProblem } from './edit-catalog';
import type { Target } from './overlays';
import { nextStep } from './rollout-edits';
import { rolloutStages, rolloutSteps, spellStep } from './rollout-stages';
import { declarationOf } from './route-place';
import { isFlowMapping, withField, withLines } from './yaml-edits';

/** A rollout to begin. What is left out is as in `rollout:` of a function's file. */
export type NewRollout = Omit<RolloutDeclaration, 'from' | 'to' | 'steps' | 'at'> & {
  /** @default - the function's own Knative Service, where another one has the requests */
  readonly to?: string;
  /** @default [1, 10, 50, 100] */
  readonly steps?: RolloutDeclaration['steps'];
};

/** The steps of a rollout that says none. */
const STEPS = [1, 10, 50, 100];

/** Begins a rollout: writes its plan, unless the function's file has one, and takes the first step in the first stage. */
export function startRollout(
  catalog: EditedCatalog,
  id: string,
  targets: readonly Target[],
  wanted: NewRollout,
): CatalogEdit | EditProblem {
  const found = functionOf(catalog, id);
  if ('problem' in found) return found;
  const text = catalog.sources.get(found.file) ?? '';
  const declaration = declarationOf(text);
  if (declaration.rollout !== undefined) {
    if (Object.keys(wanted).length > 0)
      return { problem: `${found.file} has a rollout: change its plan there` };
    const begun = Object.values(declaration.rollout.at ?? {}).some((step) => step !== 0);
    return begun
      ? { problem: `the rollout of ${id} has begun: run kfaas rollout ${id} next` }
      : nextStep(catalog, id, targets);
  }
  const from = currentBackend(declaration, found.ksvc, found.file);
  if (typeof from === 'object') return from;
  const to = wanted.to ?? found.ksvc;
  if (to === from) return { problem: `${id} sends its requests to ${to} already: name another one by --to` };
  const running = targets.filter(({ cluster }) => found.specs.has(cluster));
  const { stages } = rolloutStages(wanted, running);
  const [stage] = stages;
  if (stage === undefined) return { problem: `no cluster of ${id} is left to begin with` };
  const plan = {
    ...(from === found.ksvc ? {} : { from }),
    to,
    ...(wanted.canary === undefined ? {} : { canary: wanted.canary }),
    steps: wanted.steps ?? STEPS,
    order: wanted.order ?? stages.map(({ name }) => name),
    ...(wanted.hold === undefined ? {} : { hold: wanted.hold }),
  };
  const [first = 0] = rolloutSteps(plan);
  const planned = { ...plan, at: { [stage.name]: first } };
  return {
    files: new Map([[found.file, withRollout(text, planned, declaration.backends !== undefined)]]),
    notes: [
      `${stage.name} goes from ${spellStep(0)} to ${spellStep(first)}: ${stage.clusters.join(', ')}.`,
      `The plan is in ${found.file}; kfaas rollout ${id} next takes the next step.`,
    ],
  };
}

/** Returns the Knative Service that has all requests of a function, or why there is none. */
function currentBackend(
  { backends = [], overlays = {} }: Partial<FunctionDeclaration>,
  ksvc: string,
  file: string,
): string | EditProblem {
  const overlay = Object.entries(overlays).find(([, patch]) => 'backends' in patch);
  if (overlay !== undefined) {
    return { problem: `the overlay ${overlay[0]} in ${file} has backends: a rollout says where requests go` };
  }
  const [only, other] = backends;
  if (other !== undefined) {
    return { problem: `${file} has several backends: write the rollout there, with "at" as they are now` };
  }
  if (only?.host !== undefined) {
    return {
      problem: `${file} sends requests to ${only.host}, and a rollout leads from a Knative Service to another`,
    };
  }
  return only?.service ?? ksvc;
}

function withRollout(text: string, rollout: object, hasBackends: boolean): string {
  const fields = Object.entries(rollout).map(([name, value]) => `  ${name}: ${flowText(value)}\n`);
  const block = `rollout:\n${fields.join('')}`;
  if (isFlowMapping(text)) {
    const flow = flowText(rollout);
    return hasBackends ? withLines(text, 'backends', `rollout: ${flow}`) : withField(text, 'rollout', flow);
  }
  return hasBackends ? withLines(text, 'backends', block) : `${text.replace(/\n*$/, '\n')}${block}`;
}

/** Writes a value in one line, as Prettier lays it out. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, inner]) => `${flowText(name)}: ${flowText(inner)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return typeof value === 'string' ? spellText(value) : String(value);
}

/** Quotes a text where YAML could read it as anything else. */
function spellText(text: string): string {
  const isPlain = /^[a-zA-Z][-\w./]*$/.test(text) && !/^(true|false|null)$/i.test(text);
  if (isPlain) return text;
  return /['\u0000-\u001f]/.test(text) ? JSON.stringify(text) : `'${text}'`;
}
