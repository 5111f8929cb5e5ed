import { groupBy } from '../base';
import type { Finding } from './finding';

/** The fewest findings that are shown together: fewer are as quickly read one by one. */
const FEWEST = 6;

/** Findings of one code, severity and next step, about the files of one folder; or a single finding. */
export interface AlikeFindings {
  readonly findings: readonly [Finding, ...Finding[]];
  /** The folder; undefined for the files of the current folder and for standard input. */
  readonly folder: string | undefined;
}

/** Groups alike findings where they are many. A group is where its first finding was; all else keeps its order. */
export function alikeFindings(findings: readonly Finding[]): readonly AlikeFindings[] {
  const keys = findings.map(keyOf);
  const groups = groupBy(findings.keys(), (index) => keys[index]);
  return findings.flatMap((finding, index): AlikeFindings[] => {
    const folder = folderOf(finding);
    const group = groups.get(keys[index]);
    if (finding.places.length === 0 || group === undefined || group.length < FEWEST) {
      return [{ findings: [finding], folder }];
    }
    if (group[0] !== index) return [];
    const [, ...others] = group.map((at) => findings[at] as Finding);
    return [{ findings: [finding, ...others], folder }];
  });
}

function keyOf(finding: Finding): string {
  const { code, severity, help } = finding;
  return JSON.stringify([code, severity, help, folderOf(finding)]);
}

function folderOf({ places: [first] }: Finding): string | undefined {
  const end = first?.file.lastIndexOf('/') ?? -1;
  return end === -1 ? undefined : first?.file.slice(0, end);
}
