import { VIRTUAL_SERVICE_FIELDS } from '../../platform';
import { compareVersions } from '../../platform/version';
import { hasField } from '../../platform/virtual-service-fields';
import { versionOf } from './versions';

test.each([
  ['http[].rewrite.authority', '1.0', undefined],
  ['http[].match[].method.regex', '1.0', undefined],
  ['http[].retries.perTryTimeout', '1.0', undefined],
  ['http[].corsPolicy.allowOrigin[]', '1.0', undefined],
  ['http[].fault.delay.percent', '1.0', undefined],
  ['tcp[].match[].sourceSubnet', '1.0', undefined],
  ['http[].fault.abort.percent', '1.0', '1.5'],
  ['http[].websocketUpgrade', '1.0', '1.5'],
  ['http[].appendHeaders{}', '1.0', '1.5'],
  ['tls[].match[].sourceSubnet', '1.0', '1.5'],
  ['http[].route[].destination.port.name', '1.0', '1.4'],
  ['http[].route[].destination.port.number', '1.0', undefined],
  ['http[].route[].headers.request.set{}', '1.1', undefined],
  ['http[].route[].removeResponseHeaders[]', '1.1', '1.5'],
  ['http[].retries.retryOn', '1.1', undefined],
  ['http[].fault.delay.percentage.value', '1.1', undefined],
  ['exportTo[]', '1.1', undefined],
  // The API had it in 1.3; pilot took it from the last patches of 1.2 on.
  ['http[].match[].ignoreUriCase', '1.2.3', undefined],
  // The API had them in 1.2; pilot translates them from 1.3 on, prefixes from 1.18 on.
  ['http[].match[].queryParams{}', '1.3', undefined],
  ['http[].match[].queryParams{}.exact', '1.3', undefined],
  ['http[].match[].queryParams{}.regex', '1.3', undefined],
  ['http[].match[].queryParams{}.prefix', '1.18', undefined],
  ['http[].name', '1.3', undefined],
  ['http[].redirect.redirectCode', '1.3', undefined],
  ['http[].mirrorPercent', '1.4', undefined],
  // The API had them in 1.5; pilot translates them from 1.6 on.
  ['http[].mirrorPercentage', '1.6', undefined],
  ['http[].mirrorPercentage.value', '1.6', undefined],
  ['http[].corsPolicy.allowOrigins[].regex', '1.5', undefined],
  ['http[].match[].withoutHeaders{}.exact', '1.6', undefined],
  ['http[].delegate.namespace', '1.6', undefined],
  ['http[].redirect.derivePort', '1.12', undefined],
  ['http[].directResponse.body.string', '1.15', undefined],
  ['http[].match[].statPrefix', '1.15', undefined],
  ['http[].rewrite.uriRegexRewrite.match', '1.19', undefined],
  ['http[].mirrors[].destination.port.number', '1.19', undefined],
  ['http[].corsPolicy.unmatchedPreflights', '1.23', undefined],
  ['http[].retries.backoff', '1.26', undefined],
  ['http[].redirect.prefixRewrite', '1.31', undefined],
])('%s is there from %s to %s', (field, since, removedIn) => {
  expect(VIRTUAL_SERVICE_FIELDS.get(field)).toEqual({ since, removedIn });
});

test.each([
  ['http[].match[].ignoreUriCase', '1.2.2', '1.2.3'],
  ['http[].retries.retryOn', '1.0.9', '1.1'],
  ['http[].directResponse', '1.14.6', '1.15'],
])('%s is not there on %s, but on %s', (field, before, since) => {
  expect([before, since].map((istio) => hasField(field, versionOf(istio)))).toEqual([false, true]);
});

test('a field that a release took back is gone from it on', () => {
  const there = ['1.4.10', '1.5.0', '1.31'].map((istio) =>
    hasField('http[].fault.abort.percent', versionOf(istio)),
  );
  expect(there).toEqual([true, false, false]);
});

// Destinations never had a rewrite, hosts of a match never were a list, and spellings count.
test.each([
  'http[].route[].rewrite',
  'http[].route[].rewrite.authority',
  'http[].match[].host',
  'http[].Timeout',
  'spec.hosts[]',
  '',
])('no version has the field "%s"', (field) => {
  expect(hasField(field, versionOf('1.31'))).toBe(false);
});

test('there are 183 fields, and their paths are spelled out', () => {
  expect(VIRTUAL_SERVICE_FIELDS.size).toBe(183);
  for (const field of VIRTUAL_SERVICE_FIELDS.keys()) {
    expect(field).toMatch(/^[a-zA-Z0-9]+(\[\]|\{\})?(\.[a-zA-Z0-9]+(\[\]|\{\})?)*$/);
  }
});

describe('a field below another', () => {
  const pairs = [...VIRTUAL_SERVICE_FIELDS].flatMap(([field, life]) => {
    const parent = field.slice(0, field.lastIndexOf('.'));
    const above = VIRTUAL_SERVICE_FIELDS.get(parent);
    return field.includes('.') ? [[field, life, parent, above] as const] : [];
  });

  test('has that one in the table', () => {
    expect(pairs.filter(([, , , above]) => above === undefined).map(([field]) => field)).toEqual([]);
  });

  test('is there while that one is: neither earlier nor longer', () => {
    const wrong = pairs.filter(([, life, , above]) => {
      if (above === undefined) return false;
      const isEarlier = compareVersions(versionOf(life.since), versionOf(above.since)) < 0;
      return isEarlier || (above.removedIn !== undefined && above.removedIn !== life.removedIn);
    });
    expect(wrong.map(([field]) => field)).toEqual([]);
  });
});
