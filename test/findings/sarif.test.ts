import { readFileSync } from 'node:fs';
import { FINDING_CODES, renderSarif, type Finding, type FindingCode, type Severity } from '../../findings';

interface Location {
  readonly id?: number;
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly partialFingerprints: { readonly 'kfaasFinding/v1': string };
}

interface Run {
  readonly tool: {
    readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { text: string } }[] };
  };
  readonly invocations: readonly object[];
  readonly results: readonly Result[];
}

function render(findings: readonly Finding[]): Run {
  const log = JSON.parse(renderSarif(findings, { toolVersion: '1.2.3' })) as { runs: [Run] };
  expect(log.runs).toHaveLength(1);
  return log.runs[0];
}

function fingerprints(findings: readonly Finding[]): string[] {
  return render(findings).results.map((result) => result.partialFingerprints['kfaasFinding/v1']);
}

const finding: Finding = {
  code: 'KF202',
  severity: 'error',
  message: 'routes is text',
  help: 'write a list',
  places: [{ file: 'functions/a/b.yaml', line: 2, column: 3, object: 'a/b' }],
};

const overlap: Finding = {
  code: 'KF405',
  severity: 'warning',
  message: 'a and b both answer',
  help: 'keep one',
  places: [
    { file: 'functions/a/b.yaml', line: 2, column: 3 },
    { file: 'functions/c/d.yaml', line: 4, column: 5, object: 'c/d' },
  ],
  routes: [
    { virtualService: 'saas/a', rule: 0, match: 1 },
    { virtualService: 'saas/b', rule: 10, match: 0 },
  ],
  witness: { method: 'GET', path: '/x', headers: { a: 'b' }, query: {} },
};

const at = (of: Finding, line: number): Finding => ({
  ...of,
  places: of.places.map((place) => ({ ...place, line })),
});

test('a log has one run with its tool, its rules and its results', () => {
  const text = renderSarif([overlap, finding], { toolVersion: '1.2.3' });
  expect(text).toMatch(/^\{\n {2}"\$schema": [^]*\n\}\n$/);
  expect(JSON.parse(text)).toEqual({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kfaas',
            version: '1.2.3',
            rules: [
              {
                id: 'KF202',
                shortDescription: { text: 'wrong type' },
                fullDescription: { text: 'wrong type' },
                help: { text: 'See docs/findings.md#kf202-wrong-type' },
              },
              {
                id: 'KF405',
                shortDescription: { text: 'a backend occurs twice' },
                fullDescription: { text: 'a backend occurs twice' },
                help: { text: 'See docs/findings.md#kf405-a-backend-occurs-twice' },
              },
            ],
          },
        },
        invocations: [{ executionSuccessful: true }],
        columnKind: 'utf16CodeUnits',
        results: [
          {
            ruleId: 'KF202',
            ruleIndex: 0,
            level: 'error',
            message: { text: 'routes is text. write a list' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'functions/a/b.yaml', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 2, startColumn: 3 },
                },
                logicalLocations: [{ fullyQualifiedName: 'a/b' }],
              },
            ],
            partialFingerprints: { 'kfaasFinding/v1': expect.stringMatching(/^[0-9a-f]{32}$/) as string },
          },
          {
            ruleId: 'KF405',
            ruleIndex: 1,
            level: 'warning',
            message: { text: "a and b both answer. keep one\nrequest: GET /x -H 'a: b'" },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'functions/a/b.yaml', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 2, startColumn: 3 },
                },
              },
            ],
            relatedLocations: [
              {
                id: 1,
                physicalLocation: {
                  artifactLocation: { uri: 'functions/c/d.yaml', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 4, startColumn: 5 },
                },
                logicalLocations: [{ fullyQualifiedName: 'c/d' }],
                message: { text: 'also here' },
              },
            ],
            partialFingerprints: { 'kfaasFinding/v1': expect.stringMatching(/^[0-9a-f]{32}$/) as string },
          },
        ],
      },
    ],
  });
});

test('no finding is a run without results and rules', () => {
  const { tool, results, invocations } = render([]);
  expect({ rules: tool.driver.rules, results, invocations }).toEqual({
    rules: [],
    results: [],
    invocations: [{ executionSuccessful: true }],
  });
});

test('a finding without a place has no location', () => {
  const [result] = render([{ ...finding, places: [] }]).results;
  expect(result?.locations).toEqual([]);
  expect(result).not.toHaveProperty('relatedLocations');
});

test('each rule stands once, and each result names its own', () => {
  const codes: FindingCode[] = ['KF405', 'KF101', 'KF405', 'KF202', 'KF101'];
  const { tool, results } = render(codes.map((code) => ({ ...finding, code })));
  const ids = tool.driver.rules.map(({ id }) => id);
  expect(ids).toEqual(['KF101', 'KF202', 'KF405']);
  expect(results.map(({ ruleId }) => ruleId)).toEqual(codes);
  expect(results.map(({ ruleIndex }) => ids[ruleIndex])).toEqual(codes);
});

test("each rule's help is a heading of docs/findings.md", () => {
  const codes = Object.keys(FINDING_CODES) as FindingCode[];
  const headings = new Set(
    [...readFileSync('docs/findings.md', 'utf8').matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[:',.`]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
  const { rules } = render(codes.map((code) => ({ ...finding, code }))).tool.driver;
  const links = rules.map(({ help }) => help.text.replace('See docs/findings.md#', ''));
  expect(links.filter((link) => headings.has(link))).toEqual(links);
  expect(links).toContain('kf402-a-path-outside-the-teams-prefixes');
});

describe('text', () => {
  test.each([
    ['spaces and percent signs', 'functions/a b/50%.yaml', 'functions/a%20b/50%25.yaml'],
    ['marks of a URI', 'a?b#c:d/e.yaml', 'a%3Fb%23c%3Ad/e.yaml'],
    ['characters of other scripts', 'functions/größe/🎉.yaml', 'functions/gr%C3%B6%C3%9Fe/%F0%9F%8E%89.yaml'],
    ['control characters', 'a\n\u001b.yaml', 'a%0A%1B.yaml'],
    ['half a character', 'a\ud800.yaml', 'a%EF%BF%BD.yaml'],
  ])('%s of a file name are encoded', (_, file, uri) => {
    const [result] = render([{ ...finding, places: [{ file, line: 1, column: 1 }] }]).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test.each([
    ['braces, which would be arguments', 'a{0}b{2,3}', 'a{{0}}b{{2,3}}'],
    ['a link that is a regex', '/[a-z](x|y)', '/[a-z\\](x|y)'],
    ['a link behind escaped backslashes', '[\\\\](1)', '[\\\\\\](1)'],
    ['a bracket that is escaped already', '[\\](1)', '[\\](1)'],
    ['brackets that are no link', '[a] (b) \\d+', '[a] (b) \\d+'],
    ['control characters and quotes', '\u0000\u001b[2J\r\n"::%', '\u0000\u001b[2J\r\n"::%'],
    ['half a character', 'a\ud800', 'a\ufffd'],
  ])('%s in a message are kept apart from its syntax', (_, message, text) => {
    expect(render([{ ...finding, message }]).results[0]?.message.text).toBe(`${text}. write a list`);
  });

  test('no control character stands bare in a log', () => {
    const hostile = { ...finding, message: '\u0000\u001b\u0007' };
    expect(renderSarif([hostile], { toolVersion: '1' })).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('a fingerprint', () => {
  test('does not depend on lines, nor on the order of the findings', () => {
    const before = fingerprints([finding, { ...overlap, severity: 'error' }]);
    const after = fingerprints([at({ ...overlap, severity: 'error' }, 70), at(finding, 99)]);
    expect(after).toEqual(before.toReversed());
  });

  test('of routes depends on the code and the routes alone, in any order', () => {
    const changed: Finding = {
      ...overlap,
      message: 'told otherwise',
      places: overlap.places.toReversed(),
      routes: overlap.routes?.toReversed(),
      witness: { method: 'PUT', path: '/y', headers: {}, query: {} },
    };
    expect(fingerprints([changed])).toEqual(fingerprints([overlap]));
  });

  test.each<[what: string, other: Finding]>([
    ['code', { ...overlap, code: 'KF401' }],
    ['rule', { ...overlap, routes: [{ virtualService: 'saas/a', rule: 1, match: 1 }] }],
    ['number of routes', { ...overlap, routes: overlap.routes?.slice(0, 1) }],
    ['code of a finding without routes', { ...finding, code: 'KF401' }],
    ['message of a finding without routes', { ...finding, message: 'b' }],
    ['file', { ...finding, places: [{ file: 'functions/a/c.yaml', line: 2, column: 3, object: 'a/b' }] }],
    ['object', { ...finding, places: [{ file: 'functions/a/b.yaml', line: 2, column: 3 }] }],
    ['lack of places', { ...finding, places: [] }],
  ])('is another for another %s', (_, other) => {
    const all = fingerprints([finding, overlap, other]);
    expect(new Set(all).size).toBe(3);
    expect(all.join()).not.toContain(':');
  });

  test('is numbered where several findings stand for the same thing', () => {
    const [first = '', ...others] = fingerprints([finding, at(finding, 7), finding]);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(others).toEqual([`${first}:2`, `${first}:3`]);
  });

  test('is numbered by what is said, so that moving a line does not swap two findings', () => {
    const [us, eu] = [
      { ...overlap, message: 'in prod-us' },
      { ...overlap, message: 'in prod-eu' },
    ];
    const [ofUs = '', ofEu = ''] = fingerprints([us, eu]);
    expect(ofUs).toBe(`${ofEu}:2`);
    expect(fingerprints([eu, us])).toEqual([ofEu, ofUs]);
  });
});

describe('a run takes 25,000 results', () => {
  const many = (count: number, severityOf: (index: number) => Severity): Finding[] =>
    Array.from({ length: count }, (_, index) => ({
      ...finding,
      severity: severityOf(index),
      message: `finding ${index}`,
    }));

  test('errors first, then warnings, then notes, and it says what is left out', () => {
    const cycle = ['note', 'warning', 'error', 'note', 'note'] as const;
    const findings = many(30_000, (index) => cycle[index % 5] ?? 'note');
    const { results, invocations } = render(findings);
    const inRank = (['error', 'warning', 'note'] as const).flatMap((severity) =>
      findings.filter((each) => each.severity === severity),
    );
    expect(results.map(({ message }) => message.text)).toEqual(
      inRank.slice(0, 25_000).map(({ message }) => `${message}. write a list`),
    );
    expect(invocations).toEqual([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            level: 'warning',
            message: { text: '25000 of 30000 findings are in this file; left out: 5000 notes' },
          },
        ],
      },
    ]);
    const prints = results.map((result) => result.partialFingerprints['kfaasFinding/v1']);
    expect(new Set(prints).size).toBe(25_000);
  });

  test('errors too are left out at last', () => {
    const { results, invocations } = render(many(25_002, (index) => (index === 0 ? 'warning' : 'error')));
    expect(new Set(results.map(({ level }) => level))).toEqual(new Set(['error']));
    expect(JSON.stringify(invocations)).toContain(
      '25000 of 25002 findings are in this file; left out: 1 error, 1 warning',
    );
  });

  test('exactly as many are all there', () => {
    const { results, invocations } = render(many(25_000, () => 'note'));
    expect(results).toHaveLength(25_000);
    expect(invocations).toEqual([{ executionSuccessful: true }]);
  });
});
