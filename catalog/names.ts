/** What Knative accepts as the name of a Service: a DNS label that starts with a letter (RFC 1035). */
export const DNS_LABEL_PATTERN = '^[a-z]([-a-z0-9]*[a-z0-9])?$';

/** Longest name of a Knative Service, in characters: it becomes a DNS label. */
export const KSVC_NAME_LIMIT = 63;

const DNS_LABEL = new RegExp(DNS_LABEL_PATTERN);

/** Whether a text is a DNS label that starts with a letter, whatever its length. */
export function isDnsLabel(text: string): boolean {
  return DNS_LABEL.test(text);
}

/** Name of a function's Knative Service. */
export function ksvcName(team: string, name: string): string {
  return `${team}-${name}`;
}
