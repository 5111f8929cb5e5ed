import type { Review } from '../../../review/risks';
import { SAMPLE_REVIEW } from './sample-review';

/** Texts that would run, break out, or steer, where they are not escaped for HTML. */
export const HOSTILE_TEXTS = [
  '<script>window.__pwned = 1</script>',
  '</script></style></title></textarea><img src=x onerror="window.__pwned = 1">',
  `" onfocus="window.__pwned = 1" autofocus x='`,
  'javascript:window.__pwned=1',
  '<!--<svg onload=window.__pwned=1>',
  ']]>\u0000\u0007\u001b[31m\u202e\ud800\u2028',
  '<base href="https://evil.example/"><link rel=stylesheet href="//evil.example/x.css">',
  'a'.repeat(3000),
] as const;

/** The review with every text that may come from manifests replaced by hostile ones in turn. */
export function hostileReview(): Review {
  let count = 0;
  return spoilt(SAMPLE_REVIEW, '') as Review;

  function spoilt(value: unknown, field: string): unknown {
    if (typeof value === 'string') {
      // What the program itself chooses from a few stays.
      if (OWN.has(field) || KINDS.test(value)) return value;
      count += 1;
      return HOSTILE_TEXTS[count % HOSTILE_TEXTS.length];
    }
    if (Array.isArray(value)) return value.map((inner: unknown) => spoilt(inner, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoilt(inner, key)]));
  }
}

const OWN = new Set(['code', 'severity', 'verdict', 'safety', 'side', 'mark', 'action']);
const KINDS =
  /^(moved|answered|unanswered|treated|function-renamed|routes-rewritten|versions|local-gateway|gateways|added|removed|changed|renamed)$/;
