/**
 * A Java service as the gateway and the registry of the Java platform name it, such as `order-center` or `com.example.Orders`: what
 * a path, a YAML key and a regex of the Java gateways take as it is.
 */
const NAME = '[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?';

/** A Java platform beside the company's own, as environments name it: a DNS label. */
const PLATFORM = '[a-z]([-a-z0-9]*[a-z0-9])?';

/** A call of a Java service: its name, or `<platform>/<name>` for one of another Java platform than the company's own. */
export const JAVA_CALL_PATTERN = `^(${PLATFORM}/)?${NAME}$`;

const JAVA_SERVICE = new RegExp(`^${NAME}$`);
const JAVA_CALL = new RegExp(JAVA_CALL_PATTERN);

/** Whether a text can name a Java service. */
export function isJavaServiceName(text: string): boolean {
  return JAVA_SERVICE.test(text);
}

/** A Java service that a function calls. */
export interface JavaCall {
  /** @default - the company's own Java platform */
  readonly platform: string | undefined;
  readonly service: string;
}

/** Reads a call as functions write it; `undefined` for what is none. */
export function javaCall(text: string): JavaCall | undefined {
  if (!JAVA_CALL.test(text)) return undefined;
  const slash = text.indexOf('/');
  return slash === -1
    ? { platform: undefined, service: text }
    : { platform: text.slice(0, slash), service: text.slice(slash + 1) };
}
