import type { GatewayKind } from '../base';
import { TOMCAT_PROPERTIES } from './zuul-config';

/**
 * Percent of the memory limit that the heap may take. The rest is for threads, code and network buffers: with 400 requests at once, Zuul
 * took 130 MiB beside its heap (docs/conformance.md).
 */
const HEAP_PERCENT = 50;

/** The options of a gateway's JVM, for the variable JAVA_TOOL_OPTIONS. */
export function jvmOptions(kind: GatewayKind): string {
  const properties = {
    'java.io.tmpdir': '/tmp',
    ...(kind === 'zuul' ? TOMCAT_PROPERTIES : {}),
  };
  return [
    `-XX:MaxRAMPercentage=${HEAP_PERCENT}.0`,
    // A pod without memory answers probes and fails requests: it must end, and start again.
    '-XX:+ExitOnOutOfMemoryError',
    ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
  ].join(' ');
}
