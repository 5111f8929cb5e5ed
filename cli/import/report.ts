import type { RoutesImport } from '../../app';
import { groupBy, type Names } from '../../base';
import { takenOverName } from '../../takeover';

/** The most entries of a list that is shown. */
const SHOWN = 10;

/** What an import found out, as lines for people: what is left alone, whose functions they are taken for, and what was compared. */
export function importReport(result: RoutesImport, names: Names): string {
  return [
    leftLines(result),
    guessLines(result),
    comparedLines(result),
    planLines(result, names),
    refusedLines(result),
    teamLines(result),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function leftLines({ left }: RoutesImport): readonly string[] {
  if (left.length === 0) return [];
  const groups = [...groupBy(left, ({ why }) => why)];
  return [
    `Left alone: ${left.length} VirtualServices`,
    ...limited(
      groups.map(
        ([why, [{ name }, ...more]]) =>
          `  ${name}${more.length === 0 ? '' : ` and ${more.length} more`}: ${why}`,
      ),
    ),
  ];
}

/** The functions whose name or team no convention gives. */
function guessLines({ functions }: RoutesImport): readonly string[] {
  const guessed = functions.filter(
    ({ identity: { nameFrom, teamFrom } }) =>
      nameFrom === 'backend' || nameFrom === 'object' || teamFrom === 'name',
  );
  if (guessed.length === 0) return [];
  const rows = guessed.map(({ id, identity, placed: [one] }) => {
    const name = one?.service.name ?? '';
    return `  ${name} is ${id}: name by ${WORDS[identity.nameFrom]}, team by ${WORDS[identity.teamFrom]}`;
  });
  return [
    `Guessed: ${guessed.length} of ${functions.length} functions; --team-of says it better`,
    ...limited(rows),
  ];
}

const WORDS = {
  annotation: 'the annotation of KFaas',
  convention: 'the naming convention',
  backend: 'where it leads',
  object: 'the name of its object',
  label: 'its label',
  mapping: '--team-of',
  catalog: "the prefixes of the catalog's teams",
  path: 'its path',
  name: 'the first word of its name',
} as const;

function comparedLines({ hosts, functions }: RoutesImport): readonly string[] {
  if (hosts.length === 0) return [];
  const lines = [
    ...groupBy(
      hosts,
      ({ cluster, host, port, verdict }) =>
        `${cluster}: ${host}${port === undefined ? '' : `:${port}`}: ${VERDICTS[verdict]}`,
    ),
  ].map(
    ([line, own]) =>
      `  ${line} (${own[0].routes} routes, ${own.map(({ gateway }) => gateway).join(' and ')})`,
  );
  return [`Compared by requests: ${functions.length} functions`, ...lines];
}

const VERDICTS = {
  same: 'the same requests, same outcome: proved',
  more: 'the same requests, same outcome: proved; more requests are answered, too',
  different: 'DIFFERENT: some requests would be answered otherwise',
  undecided: 'UNDECIDED: some requests could not be decided',
} as const;

/** What GitOps adopts in place, and what is created beside an old object that is deleted afterwards. */
function planLines({ functions, idle }: RoutesImport, names: Names): readonly string[] {
  const all = functions.flatMap((one) => one.placed.map(({ service }) => ({ one, service })));
  const moved = all.filter(({ one, service }) => takenOverName(one, service, names) !== service.name);
  if (all.length + idle.length === 0) return [];
  const rows = moved.map(
    ({ one, service }) =>
      `  ${service.found.source.cluster.name}: create ${takenOverName(one, service, names)}, then delete ${service.name}`,
  );
  return [
    `Take-over: ${all.length - moved.length} objects keep their names, and are adopted in place; ${moved.length} get others`,
    ...limited([
      ...rows,
      ...idle.map(
        ({ found, name }) => `  ${found.source.cluster.name}: delete ${name}, which answers no request`,
      ),
    ]),
  ];
}

function refusedLines({ refused }: RoutesImport): readonly string[] {
  if (refused.length === 0) return [];
  return [
    `Not imported: ${refused.length} VirtualServices, which stay as they are`,
    ...limited(refused.map(({ found, name }) => `  ${found.source.cluster.name}: ${name}`)),
    '  keep them in foreign/<environment>/<cluster>/, so that kfaas check judges old and new together',
  ];
}

function teamLines({ newTeams }: RoutesImport): readonly string[] {
  if (newTeams.length === 0) return [];
  return [
    `Write into their team.yaml whom to ask: ${newTeams.slice(0, SHOWN).join(', ')}${newTeams.length > SHOWN ? ` and ${newTeams.length - SHOWN} more` : ''}`,
  ];
}

function limited(rows: readonly string[]): readonly string[] {
  const more = rows.length - SHOWN;
  return more <= 0 ? rows : [...rows.slice(0, SHOWN), `  and ${more} more: -o json has all`];
}
