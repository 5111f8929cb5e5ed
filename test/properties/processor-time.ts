/** The processor time of this process, of all its threads. It does not depend on what else the machine runs. */
export function processorSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const DOCUMENT = JSON.stringify(
  Array.from({ length: 20_000 }, (_, i) => ({ name: `route-${i}`, path: `/a/${i * 7919}`, n: i })),
);

/** The processor time of a fixed piece of work: about 0.1 s on a quick machine and 0.3 s on a slow one. */
export function yardstickSeconds(): number {
  return processorSeconds(() => {
    for (let n = 0; n < 20; n++) JSON.parse(DOCUMENT);
  });
}
