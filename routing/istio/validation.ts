import { isMapping } from '../../base';
import type { MatchRemark, RoutingRules } from '../model';
import { misplaced, spelled, unknownField } from './match-fields';

/** Says what is refused of a value. */
export type Check = (value: unknown, at: Validation) => void;

/** The help where only newer versions are known to refuse a value. */
const NEWER =
  'Istio from 1.26 on refuses the object for it; whether this version does is not known: write what all take';

/**
 * A walk through an object, which says what Kubernetes or Istio's webhook refuses. What it says is an error where the version is known
 * to refuse the value, and else a warning.
 */
export class Validation {
  private readonly path: (string | number)[] = [];

  constructor(
    readonly rules: RoutingRules,
    /** The namespace of the object. */
    readonly namespace: string,
    private readonly tell: (found: MatchRemark) => void,
  ) {}

  /** Checks what stands one or several steps further inside. */
  inside(steps: readonly (string | number)[], check: Check, value: unknown): void {
    this.path.push(...steps);
    check(value, this);
    this.path.length -= steps.length;
  }

  /** A value that every version refuses. */
  misplaced(value: unknown, wanted: string): void {
    this.tell(misplaced(value, wanted, [...this.path]));
  }

  /** A value that the webhook of newer versions refuses. */
  misplacedNow(value: unknown, wanted: string): void {
    this.tell(this.ifKnown(misplaced(value, wanted, [...this.path])));
  }

  /** What every version refuses, as the end of a sentence that begins with the field. */
  refuse(text: string, help?: string): void {
    this.tell(this.remark(text, help));
  }

  /** What the webhook of newer versions refuses, as the end of a sentence that begins with the field. */
  refuseNow(text: string, help?: string): void {
    this.tell(this.ifKnown(this.remark(text, help)));
  }

  /** A field that no version has. */
  unknown(owner: string, field: string, known: readonly string[]): void {
    this.tell(unknownField(owner, field, known, [...this.path, field]));
  }

  /** A regex that RE2 or Istio does not take. */
  regex(source: string, problem: string): void {
    this.tell({
      kind: 'regex-rejected',
      text: `${JSON.stringify(source)} ${problem}`,
      path: [...this.path],
    });
  }

  private remark(text: string, help: string | undefined): MatchRemark {
    const path = [...this.path];
    return {
      kind: 'malformed',
      text: `${spelled(path)} ${text}`,
      path,
      ...(help === undefined ? {} : { help }),
    };
  }

  private ifKnown(found: MatchRemark): MatchRemark {
    return this.rules.webhook === 'known' ? found : { ...found, kind: 'malformed-later', help: NEWER };
  }
}

/** A list whose entries are checked, and then the whole of it. */
export function list(
  check: Check,
  wanted = 'a list',
  whole?: (list: readonly unknown[], at: Validation) => void,
): Check {
  return (value, at) => {
    if (!Array.isArray(value)) {
      at.misplaced(value, wanted);
      return;
    }
    value.forEach((entry: unknown, i) => at.inside([i], check, entry));
    whole?.(value, at);
  };
}

/** A mapping by names, such as headers. */
export function named(check: Check, checkName?: (name: string, at: Validation) => void): Check {
  return (value, at) => {
    if (!isMapping(value)) {
      at.misplaced(value, 'a mapping of names');
      return;
    }
    for (const [name, entry] of Object.entries(value)) {
      if (entry === undefined) continue;
      at.inside([name], check, entry);
      if (checkName !== undefined) at.inside([name], () => checkName(name, at), name);
    }
  };
}

/** A mapping with known fields. Null is what Kubernetes drops: it counts as a field that is not there. */
export function fields(
  owner: string,
  checks: Readonly<Record<string, Check>>,
  whole?: (mapping: Readonly<Record<string, unknown>>, at: Validation) => void,
): Check {
  const known = new Map(Object.entries(checks));
  const names = [...known.keys()];
  return (value, at) => {
    if (!isMapping(value)) {
      at.misplaced(value, owner);
      return;
    }
    for (const field in value) {
      const inner = value[field];
      const check = known.get(field);
      if (inner === undefined) continue;
      if (check === undefined) at.unknown(owner, field, names);
      else if (inner !== null) at.inside([field], check, inner);
    }
    whole?.(value, at);
  };
}

/** Whether a field has a value. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
