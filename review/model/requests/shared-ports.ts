import { onlyPorts, type OnlyPorts } from '../../../routing';
import type { SnapshotCluster } from '../clusters';

/** No port is known. */
export const NO_PORTS: OnlyPorts = new Map();

/**
 * Returns the only ports of the Services that have the same one in both snapshots: there, a destination without a port is the
 * same as one with it. Of a Service that has another port afterwards, or that one snapshot alone has, it is not known whether a
 * destination with the port is the same as one without: they differ.
 */
export function sharedPorts(
  before: SnapshotCluster | undefined,
  after: SnapshotCluster | undefined,
): OnlyPorts {
  if (before === undefined || after === undefined) return NO_PORTS;
  const portsAfter = portsOf(after);
  return new Map([...portsOf(before)].filter(([name, port]) => portsAfter.get(name) === port));
}

function portsOf({ files }: SnapshotCluster): OnlyPorts {
  return onlyPorts([...files.values()].flatMap((file) => file.objects()));
}
