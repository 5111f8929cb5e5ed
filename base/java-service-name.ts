/**
 * A Java service as the gateway and the registry of the Java platform name it, such as `order-center` or `com.example.Orders`: what
 * a path, a YAML key and a regex of the Java gateways take as it is.
 */
export const JAVA_SERVICE_PATTERN = '^[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?$';

const JAVA_SERVICE = new RegExp(JAVA_SERVICE_PATTERN);

/** Whether a text can name a Java service. */
export function isJavaServiceName(text: string): boolean {
  return JAVA_SERVICE.test(text);
}
