// Must come first: it sets the colours before prompts is loaded.
import './question-colors';
import prompts, { type PromptObject } from 'prompts';
import { RUNTIMES } from '../../base';
import { newPathProblem, type NewPath } from '../../catalog';
import { projectNames } from '../project';
import { givenPath, type NewOptions, type NewPlace } from './options';

/** Whether questions can be asked: standard input and standard output are a terminal. */
export function mayAsk(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/** Asks for missing options. Returns `undefined` if the person cancels (Ctrl-C, Ctrl-D, Escape). */
export async function askForRest(place: NewPlace, given: NewOptions): Promise<NewOptions | undefined> {
  const person = { hasLeft: false };
  const onCancel = () => {
    person.hasLeft = true;
    return false;
  };
  const answers: Answers = await prompts(questions(place, given), { onCancel });
  if (person.hasLeft) return undefined;
  const { runtime, description, prefix, exact, regex, contact } = answers;
  return {
    ...given,
    ...(runtime === undefined ? {} : { runtime }),
    ...(description === undefined ? {} : { description: description.trim() }),
    ...(prefix === undefined ? {} : { prefix: prefix.trim() }),
    ...(exact === undefined ? {} : { exact: exact.trim() }),
    ...(regex === undefined ? {} : { regex: regex.trim() }),
    ...(contact === undefined ? {} : { contact: contact.trim() }),
  };
}

/** The choice of the default route. */
const CONVENTION = 'convention';

interface Answers {
  readonly runtime?: string;
  readonly description?: string;
  readonly prefix?: string;
  readonly exact?: string;
  readonly regex?: string;
  readonly contact?: string;
}

function questions({ team, name, isNewTeam }: NewPlace, given: NewOptions): PromptObject[] {
  const asked: (PromptObject | false)[] = [
    isNewTeam &&
      given.contact === undefined && {
        type: 'text',
        name: 'contact',
        message: `The team ${team} is new. Contact (a mail address)`,
        validate: (text: string) => text.trim() !== '' || 'Write a mail address or a chat channel.',
      },
    given.runtime === undefined && {
      type: 'select',
      name: 'runtime',
      message: 'Programming language',
      choices: RUNTIMES.map((runtime) => ({ title: runtime, value: runtime })),
    },
    given.description === undefined && {
      type: 'text',
      name: 'description',
      message: 'Short description (optional)',
    },
  ];
  const path: PromptObject[] = givenPath(given) === undefined ? pathQuestions(team, name) : [];
  return [...asked.filter((question) => question !== false), ...path];
}

function pathQuestions(team: string, name: string): PromptObject[] {
  return [
    {
      type: 'select',
      name: 'kind',
      message: 'Requests to answer',
      choices: [
        {
          title: `paths that start with ${projectNames().conventionalPrefix(team, name)}`,
          value: CONVENTION,
        },
        { title: 'paths with another prefix', value: 'prefix' },
        { title: 'an exact path', value: 'exact' },
        { title: 'paths that a regex (RE2) matches', value: 'regex' },
      ],
    },
    ...(['prefix', 'exact', 'regex'] as const).map((kind) =>
      pathQuestion(kind, projectNames().conventionalPrefix(team, name)),
    ),
  ];
}

/** Asks for the path, if this kind was chosen. */
function pathQuestion(kind: NewPath['kind'], usual: string): PromptObject {
  return {
    type: (_, answers: Readonly<Record<string, unknown>>) => (answers.kind === kind ? 'text' : null),
    name: kind,
    message: kind === 'regex' ? 'The regex' : 'The path',
    initial: kind === 'regex' ? '' : usual,
    validate: (value: string) => newPathProblem({ kind, value: value.trim() }) ?? true,
  };
}
