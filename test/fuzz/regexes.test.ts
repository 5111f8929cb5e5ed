import fc, { type Arbitrary } from 'fast-check';
import { RE2JS } from 're2js';
import { compileRegex, splitStem } from '../../re2';
import {
  automaton,
  budgetOf,
  DEAD,
  holdsText,
  isTextOf,
  PATH_ALPHABET,
  programsOf,
  shortestText,
  symbolAt,
  withinBudget,
  type Language,
} from '../../routing/text';
import { byRunLength } from '../properties/run-length';
import { automataCount, resetAutomataCount } from './counted-automata';
import { REGEXES } from './hostile';
import { memberOf, naivelyMatches, regexTrees, SAMPLES, spelledRegex, type RegexTree } from './regex-trees';

jest.mock('../../routing/text/budget', () => {
  const { countingBudgets } = jest.requireActual<typeof import('./counted-automata')>('./counted-automata');
  return countingBudgets(jest.requireActual('../../routing/text/budget'));
});
jest.mock('../../routing/text/state-store', () => {
  const { countingStores } = jest.requireActual<typeof import('./counted-automata')>('./counted-automata');
  return countingStores(jest.requireActual('../../routing/text/state-store'));
});

const REGEX_COUNT = byRunLength({ quick: 200, long: 6000 });

/** Most units of one question. */
const UNITS = 200_000;

const held = { regexes: 0, texts: 0, matches: 0, common: 0, empty: 0, undecided: 0 };

afterAll(() => {
  process.stderr.write(`regexes: ${JSON.stringify(held)}\n`);
});

/** The language of a regex, as the routes of a table have it; undefined where RE2 does not take it. */
function languageOf(source: string): Extract<Language, { kind: 'regex' }> | undefined {
  const { stem, rest } = splitStem(source);
  const compiled = compileRegex(rest);
  return 'program' in compiled ? { kind: 'regex', source, stem, rest: compiled.program } : undefined;
}

/** Texts near a regex: members of it, and what a character more, less or other makes of them. */
function textsNear(tree: RegexTree, random: readonly number[]): string[] {
  let index = 0;
  const next = () => random[index++ % random.length] ?? 0;
  return [1, 2, 3].flatMap(() => {
    const text = memberOf(tree, next).slice(0, 60);
    const characters = Array.from(text);
    const at = next() % (characters.length + 1);
    const other = SAMPLES[next() % SAMPLES.length] ?? '';
    const changed = [...characters.slice(0, at), other, ...characters.slice(at + 1)].join('');
    return [text, changed, characters.slice(0, at).join(''), text + other];
  });
}

/** What a joint automaton of several languages says of a text of its alphabet, by the index of the language. */
function saidOf(languages: readonly Language[], text: string) {
  const machine = automaton(PATH_ALPHABET, budgetOf(Infinity));
  const ownerOf = new Map<number, number>();
  languages.forEach((language, index) => {
    for (const program of programsOf(language)) ownerOf.set(machine.add(program), index);
  });
  let state = machine.enter(DEAD, [...ownerOf.keys()], undefined);
  for (let index = 0; index < text.length; index += 1) state = machine.step(state, symbolAt(text, index));
  const owners = (numbers: readonly number[]) => numbers.map((number) => ownerOf.get(number) ?? -1);
  return {
    accepted: owners(machine.accepted(state)),
    alive: owners(machine.alive(state)),
    total: owners(machine.total(state)),
  };
}

/** What is wrong in what a joint automaton says of a text, of its beginnings and of what begins with it. */
function wronglyJoint(trees: readonly RegexTree[], languages: readonly Language[], text: string): string[] {
  const matching = (whole: string) =>
    trees.flatMap((tree, index) => (naivelyMatches(tree, whole) ? [index] : []));
  const { accepted, total } = saidOf(languages, text);
  const { alive } = saidOf(languages, text.slice(0, text.length / 2));
  const longer = matching(`${text}b-`);
  return [
    ...(accepted.join() === matching(text).join()
      ? []
      : [`${JSON.stringify(text)} is accepted by ${accepted.join()}`]),
    ...accepted.filter((index) => !alive.includes(index)).map((index) => `${index} dies within ${text}`),
    ...total
      .filter((index) => !longer.includes(index))
      .map((index) => `${index} is not total behind ${text}`),
  ];
}

/** What is wrong in the answers about one text. */
function wrongAbout(language: Language & { kind: 'regex' }, text: string, expected: boolean): string[] {
  const answers: (readonly [string, boolean])[] = [['the simulation', holdsText(language, text)]];
  if (isTextOf(text, PATH_ALPHABET))
    answers.push(['the automaton', saidOf([language], text).accepted.length > 0]);
  if (expected) answers.push(['the stem', text.startsWith(language.stem)]);
  return answers.flatMap(([name, answer]) =>
    answer === expected ? [] : [`${name} says ${answer} of ${JSON.stringify(text)}`],
  );
}

const random = fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 });

test(`${REGEX_COUNT} regexes mean what their trees mean, to RE2, to the simulation and to the automaton`, () => {
  fc.assert(
    fc.property(regexTrees(), random, (tree, numbers) => {
      const source = spelledRegex(tree);
      const language = languageOf(source);
      if (language === undefined) throw new Error(`RE2 does not take ${source}`);
      held.regexes += 1;
      const re2 = RE2JS.compile(source);
      for (const text of textsNear(tree, numbers)) {
        const expected = naivelyMatches(tree, text);
        held.texts += 1;
        if (expected) held.matches += 1;
        const wrong = wrongAbout(language, text, expected);
        if (re2.matches(text) !== expected) wrong.push(`RE2 says otherwise of ${JSON.stringify(text)}`);
        if (wrong.length > 0) expect({ source, wrong }).toBe('sound');
      }
    }),
    { numRuns: REGEX_COUNT },
  );
  expect(held.matches).toBeGreaterThan(held.texts / 5);
});

/** What is wrong in the claim that a text is the shortest of one language and not of another, or that there is none. */
function wrongClaim(
  [a, b, c]: readonly [RegexTree, RegexTree, RegexTree],
  found: string | undefined,
  texts: readonly string[],
): string[] {
  const isCommon = (text: string) =>
    naivelyMatches(a, text) && naivelyMatches(b, text) && !naivelyMatches(c, text);
  if (found !== undefined && !isCommon(found)) return [`${found} is no common text`];
  const shorter = texts.find(
    (text) => text.length < (found?.length ?? Infinity) && isTextOf(text, PATH_ALPHABET) && isCommon(text),
  );
  return shorter === undefined ? [] : [`${shorter} is shorter than ${String(found)}`];
}

test('the shortest common text of two regexes that a third does not match is one, and there is none where none is found', () => {
  fc.assert(
    fc.property(regexTrees(), regexTrees(), regexTrees(), random, (a, b, c, numbers) => {
      const [one, two, three] = [a, b, c].map((tree) => languageOf(spelledRegex(tree)));
      if (one === undefined || two === undefined || three === undefined) return;
      resetAutomataCount();
      const tried = withinBudget(() =>
        shortestText({ all: [one, two], none: [three], alphabet: PATH_ALPHABET }, budgetOf(UNITS)),
      );
      const { units, states, instructionsHeld } = automataCount;
      const paid = 8 * states + instructionsHeld <= units;
      if (!paid) expect({ states, instructionsHeld, units }).toBe('paid for');
      if (tried === undefined) {
        held.undecided += 1;
        return;
      }
      held[tried.answer === undefined ? 'empty' : 'common'] += 1;
      const texts = [...textsNear(a, numbers), ...textsNear(b, numbers)];
      const wrong = [
        ...wrongClaim([a, b, c], tried.answer, texts),
        ...texts
          .filter((text) => isTextOf(text, PATH_ALPHABET))
          .slice(0, 4)
          .flatMap((text) => wronglyJoint([a, b, c], [one, two, three], text)),
      ];
      if (wrong.length > 0) expect({ regexes: [a, b, c].map(spelledRegex), wrong }).toBe('sound');
    }),
    { numRuns: REGEX_COUNT },
  );
  expect(held.common).toBeGreaterThan(REGEX_COUNT / 8);
  expect(held.empty).toBeGreaterThan(REGEX_COUNT / 8);
  expect(held.undecided).toBeLessThan(REGEX_COUNT / 20);
});

/** Regexes with a part that is cut, doubled or put in; most of them are still regexes. */
function mutatedRegexes(): Arbitrary<string> {
  const own = fc.oneof(regexTrees().map(spelledRegex), fc.constantFrom(...REGEXES));
  const piece = fc.constantFrom(
    ...REGEXES,
    ...Array.from('()[]{}|*+?\\^$.-,:!<>=&#~ /9aé\u0000\n'),
    '(?i)',
    '\\Q',
    '\\E',
    '{9}',
    '[^',
  );
  const change = fc.tuple(fc.nat(99), fc.nat(5), piece);
  return fc.tuple(own, fc.array(change, { maxLength: 3 })).map(([regex, changes]) =>
    changes.reduce((text, [at, size, by]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + by + text.slice(place + size);
    }, regex),
  );
}

test(`${REGEX_COUNT} mutated regexes are refused as RE2 refuses them, or mean what they mean to RE2`, () => {
  let refused = 0;
  fc.assert(
    fc.property(
      mutatedRegexes(),
      fc.array(fc.constantFrom(...SAMPLES), { maxLength: 12 }),
      (source, characters) => {
        const compiled = compileRegex(source);
        if ('problem' in compiled) {
          refused += 1;
          expect(compiled.problem).toMatch(/^[a-z].*[^.]$/s);
          return;
        }
        // RE2 takes 1,000 repeats at most, whatever nests.
        const { instructions, size } = compiled.program;
        expect(instructions.length).toBeLessThan(2500 * (source.length + 1));
        const language = languageOf(source);
        if (language === undefined) throw new Error(`${source} is no regex without its stem`);
        const text = characters.join('');
        // Envoy's own limit keeps larger ones from all tables.
        if (size > 5000) return;
        const wrong = wrongAbout(language, text, RE2JS.compile(source).matches(text));
        if (wrong.length > 0) expect({ source, wrong }).toBe('sound');
      },
    ),
    { numRuns: REGEX_COUNT },
  );
  expect(refused).toBeGreaterThan(REGEX_COUNT / 10);
  expect(refused).toBeLessThan((REGEX_COUNT * 3) / 4);
});
