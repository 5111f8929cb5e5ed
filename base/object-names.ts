/*
 * What the API server takes for names (Kubernetes, apimachinery/pkg/util/validation): it refuses the whole object
 * otherwise.
 */

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME_PART = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

/** Whether a text can name an object: a DNS subdomain of at most 253 characters. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && SUBDOMAIN.test(text);
}

/**
 * Whether a text can name a label or an annotation: at most 63 characters, and perhaps a DNS subdomain and a slash
 * before them. `constructor` is none here: cdk8s takes a mapping that has it for no plain value.
 */
export function isLabelName(text: string): boolean {
  const slash = text.indexOf('/');
  const [prefix, name] = [text.slice(0, Math.max(0, slash)), text.slice(slash + 1)];
  return (slash === -1 || isObjectName(prefix)) && NAME_PART.test(name) && text !== 'constructor';
}

/** Whether a text can be the value of a label. */
export function isLabelValue(text: string): boolean {
  return text === '' || NAME_PART.test(text);
}
