import { renderJson, type Finding, type TableVerdict } from '../../findings';

const table: TableVerdict = {
  cluster: 'prod-us',
  gateway: 'istio-system/public',
  host: 'example.com',
  routes: 12,
  orderIndependent: 'broken',
};

const finding: Finding = {
  code: 'KF405',
  severity: 'error',
  message: 'a and b both answer',
  help: 'keep one',
  places: [
    { file: 'a.yaml', line: 2, column: 3 },
    { file: 'b.yaml', line: 1, column: 1, object: 'saas/b' },
  ],
  routes: [{ virtualService: 'saas/a', rule: 0, match: 1 }],
  witness: { method: 'GET', path: '/x', headers: { host: 'example.com' }, query: { q: '1' } },
};

const bare: Finding = { code: 'KF101', severity: 'note', message: 'm', help: 'h', places: [] };

interface Document {
  readonly tables: readonly object[];
  readonly findings: readonly (Record<string, unknown> & { readonly witness: object })[];
  readonly summary: object;
}

function parse(findings: readonly Finding[], tables: readonly TableVerdict[] = []): Document {
  return JSON.parse(renderJson(findings, tables)) as Document;
}

test('a document has its keys in one order, two spaces and a line end', () => {
  expect(renderJson([finding, bare], [table])).toBe(`{
  "version": 1,
  "tables": [
    {
      "cluster": "prod-us",
      "gateway": "istio-system/public",
      "host": "example.com",
      "routes": 12,
      "orderIndependent": "broken"
    }
  ],
  "findings": [
    {
      "code": "KF405",
      "severity": "error",
      "message": "a and b both answer",
      "help": "keep one",
      "places": [
        {
          "file": "a.yaml",
          "line": 2,
          "column": 3
        },
        {
          "file": "b.yaml",
          "line": 1,
          "column": 1,
          "object": "saas/b"
        }
      ],
      "routes": [
        {
          "virtualService": "saas/a",
          "rule": 0,
          "match": 1
        }
      ],
      "witness": {
        "method": "GET",
        "path": "/x",
        "headers": {
          "host": "example.com"
        },
        "query": {
          "q": "1"
        }
      }
    },
    {
      "code": "KF101",
      "severity": "note",
      "message": "m",
      "help": "h",
      "places": [],
      "routes": []
    }
  ],
  "summary": {
    "errors": 1,
    "warnings": 0,
    "notes": 1
  }
}
`);
});

test('nothing to tell is told as such', () => {
  expect(parse([])).toEqual({
    version: 1,
    tables: [],
    findings: [],
    summary: { errors: 0, warnings: 0, notes: 0 },
  });
});

test.each([undefined, ''])('a table without a cluster (%j) has null there', (cluster) => {
  const [rendered] = parse([], [{ ...table, cluster }]).tables;
  expect(Object.entries(rendered ?? {})[0]).toEqual(['cluster', null]);
});

test("a witness's scheme is kept", () => {
  const witness = { scheme: 'https', method: 'GET', path: '/', headers: {}, query: {} };
  const [rendered] = parse([{ ...bare, witness }]).findings;
  expect(rendered?.witness).toEqual(witness);
  expect(Object.keys(rendered?.witness ?? {})).toEqual(['method', 'path', 'headers', 'query', 'scheme']);
});

test('the order of keys does not depend on how an object was built, and what is no part of it stays out', () => {
  const { code, ...rest } = finding;
  const reordered = { ...rest, internal: 1, code };
  expect(renderJson([reordered], [])).toBe(renderJson([finding], []));
});

test('hostile text comes back as it went in', () => {
  const text = '\u0000\u001b[2J\r\n"\\ ::error::%0A \u2028\u202e größe 🎉 \ud800';
  const hostile: Finding = {
    ...finding,
    message: text,
    help: text,
    places: [{ file: text, line: 1, column: 1, object: text }],
    routes: [{ virtualService: text, rule: 0, match: 0 }],
    witness: { method: text, path: text, headers: { [text]: text }, query: { [text]: text } },
  };
  const rendered = renderJson([hostile], []);
  expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f\ud800](?![\udc00-\udfff])/);
  expect((JSON.parse(rendered) as Document).findings).toEqual([hostile]);
});

test('thirty thousand findings are all told and counted', () => {
  const severities = ['error', 'warning', 'note'] as const;
  const many = Array.from({ length: 30_000 }, (_, index): Finding => {
    return { ...finding, severity: severities[index % 10] ?? 'note', message: `finding ${index}` };
  });
  const { findings, summary } = parse(many);
  expect(findings.map(({ message }) => message)).toEqual(many.map(({ message }) => message));
  expect(summary).toEqual({ errors: 3_000, warnings: 3_000, notes: 24_000 });
});
