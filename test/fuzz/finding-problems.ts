import { renderGithub, renderHuman, renderJson, renderSarif, type Finding } from '../../findings';

/** A line of a stack trace. */
const STACK = /^\s*at .+:\d+:\d+\)?$/m;

/** What ends a line of YAML, and of TypeScript. */
const LINE_ENDS = [/\n/, /\r\n|[\n\r\u2028\u2029]/];

/**
 * Returns what is wrong in findings themselves: each says what is wrong, where, and what to do, and can be shown.
 * @param sources the texts of the files that findings may point at
 */
export function findingProblems(
  findings: readonly Finding[],
  sources: ReadonlyMap<string, string>,
): string[] {
  const problems = findings.flatMap(({ code, message, help, places }) => {
    const broken = (what: string, isBroken: boolean) => (isBroken ? [`${code} ${message}: ${what}`] : []);
    return [
      ...broken('no message', message.trim() === ''),
      ...broken('no help', help.trim() === ''),
      ...broken('a stack trace', STACK.test(`${message}\n${help}`)),
      ...broken('no place', places.length === 0),
      ...places.flatMap(({ file, line, column }) => {
        const isThere = LINE_ENDS.some((end) => {
          const length = sources.get(file)?.split(end)[line - 1]?.length;
          return length !== undefined && column >= 1 && column <= length + 1;
        });
        return broken(`${file}:${line}:${column} is nowhere`, !isThere);
      }),
    ];
  });
  const source = (file: string) => sources.get(file);
  const shown = renderHuman(findings, { color: false, source });
  if (/[^\P{C}\n\p{Co}\p{Cn}]|[\p{Zl}\p{Zp}]/u.test(shown))
    problems.push(`control characters are shown: ${JSON.stringify(shown)}`);
  for (const text of [
    shown,
    renderGithub(findings),
    renderJson(findings, []),
    renderSarif(findings, { toolVersion: '0' }),
  ]) {
    if (STACK.test(text)) problems.push(`a stack trace is shown: ${text}`);
  }
  return problems;
}
