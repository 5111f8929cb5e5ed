import { fieldChanges } from '../../../../review/model/objects/field-changes';

describe('field changes', () => {
  it('spells paths as kubectl does, keys with dots or slashes in brackets', () => {
    expect(
      fieldChanges(
        {
          metadata: { labels: { 'kfaas.io/team': 'saas' } },
          spec: { http: [{ timeout: '1s', retries: {} }] },
        },
        {
          metadata: { labels: { 'kfaas.io/team': 'trade' } },
          spec: { http: [{ timeout: '2s', retries: {} }] },
        },
      ),
    ).toEqual([
      { path: 'metadata.labels["kfaas.io/team"]', before: 'saas', after: 'trade' },
      { path: 'spec.http[0].timeout', before: '1s', after: '2s' },
    ]);
  });

  it('tells added and removed fields whole', () => {
    expect(fieldChanges({ a: { b: 1 } }, { c: [2] })).toEqual([
      { path: 'c', before: undefined, after: [2] },
      { path: 'a', before: { b: 1 }, after: undefined },
    ]);
  });

  it('matches entries by their names', () => {
    const app = { name: 'app', image: 'a:1', env: [{ name: 'X', value: '1' }] };
    const changes = fieldChanges(
      { containers: [app] },
      {
        containers: [
          { name: 'side car', image: 'b' },
          { ...app, image: 'a:2', env: [{ name: 'X', value: '2' }] },
        ],
      },
    );
    expect(changes).toEqual([
      {
        path: 'containers[name="side car"]',
        before: undefined,
        after: { name: 'side car', image: 'b' },
      },
      { path: 'containers[name=app].image', before: 'a:1', after: 'a:2' },
      { path: 'containers[name=app].env[name=X].value', before: '1', after: '2' },
    ]);
  });

  it('tells when named entries change their order', () => {
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    expect(fieldChanges({ env: [a, b] }, { env: [b, a] })).toEqual([
      { path: 'env[*].name', before: ['a', 'b'], after: ['b', 'a'] },
    ]);
  });

  it('takes an entry that is put in front for one addition', () => {
    expect(fieldChanges({ hosts: ['b', 'c'] }, { hosts: ['a', 'b', 'c'] })).toEqual([
      { path: 'hosts[0]', before: undefined, after: 'a' },
    ]);
  });

  it('compares an entry that comes where one goes field by field', () => {
    const [first, last] = [{ match: 'x' }, { match: 'z' }];
    expect(
      fieldChanges(
        { http: [first, { match: 'y', timeout: '1s' }, last] },
        { http: [first, { match: 'y', timeout: '5s' }, last] },
      ),
    ).toEqual([{ path: 'http[1].timeout', before: '1s', after: '5s' }]);
  });

  it('keeps a long text whole', () => {
    const [before, after] = ['server:\n  port: 8080\n'.repeat(500), 'server:\n  port: 8081\n'.repeat(500)];
    expect(
      fieldChanges({ data: { 'application.yaml': before } }, { data: { 'application.yaml': after } }),
    ).toEqual([{ path: 'data["application.yaml"]', before, after }]);
  });

  it('does not mind the order of keys', () => {
    expect(fieldChanges({ a: [{ x: 1, y: 2 }, 0], b: 1 }, { b: 1, a: [{ y: 2, x: 1 }, 0] })).toEqual([]);
  });

  it('tells null from a field that is not there', () => {
    expect(fieldChanges({}, { emptyDir: null })).toEqual([
      { path: 'emptyDir', before: undefined, after: null },
    ]);
  });

  it('takes keys of prototypes for what they are: keys', () => {
    const before = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') as unknown;
    const after = JSON.parse('{"__proto__": {"x": 2}, "toString": 1}') as unknown;
    expect(fieldChanges(before, after)).toEqual([
      { path: '__proto__.x', before: 1, after: 2 },
      { path: 'toString', before: undefined, after: 1 },
      { path: 'constructor', before: 1, after: undefined },
    ]);
  });

  it('names a value without fields by $', () => {
    expect(fieldChanges('a', ['a'])).toEqual([{ path: '$', before: 'a', after: ['a'] }]);
  });

  it('aligns long lists that differ little, and compares others place by place', () => {
    const long = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    expect(
      fieldChanges({ l: long }, { l: [{ index: -1 }, ...long.slice(0, 50_000), ...long.slice(50_001)] }),
    ).toEqual([
      { path: 'l[0]', before: undefined, after: { index: -1 } },
      { path: 'l[50000]', before: { index: 50_000 }, after: undefined },
    ]);
    const others = long.map(({ index }) => ({ index: -index }));
    expect(fieldChanges({ l: long }, { l: others })).toHaveLength(99_999);
  });

  it('says of long lists of different lengths that differ much only that they do', () => {
    const long = Array.from({ length: 5000 }, (_, index) => index);
    const other = Array.from({ length: 5001 }, (_, index) => -1 - index);
    expect(fieldChanges({ l: long }, { l: other })).toEqual([{ path: 'l', before: long, after: other }]);
  });
});
