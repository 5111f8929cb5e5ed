import { SingleBar } from 'cli-progress';

/** Milliseconds before progress is shown. */
const LONG = 1_000;

/** Milliseconds between two lines without a terminal. */
const PAUSE = 5_000;

/** Characters beside the bar. */
const BESIDE_BAR = 32;

/** The progress of a long run. */
export interface Progress {
  readonly show: (task: string, done: number) => void;
  readonly stop: () => void;
}

/** Shows progress on a stream: a bar in a terminal, a line every few seconds elsewhere, nothing for a short run. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const started = Date.now();
  let lastLine = started;
  let bar: SingleBar | undefined;
  return {
    show(task, done) {
      const now = Date.now();
      if (now - started < LONG) return;
      if (stream.isTTY) {
        if (bar === undefined) {
          bar = new SingleBar({
            format: '{task} [{bar}] {percentage} %',
            stream,
            barsize: Math.max(1, Math.min(40, stream.columns - BESIDE_BAR)),
            clearOnComplete: true,
            // A signal ends the process at once, without restoring the cursor and line wrapping.
            hideCursor: false,
            linewrap: true,
          });
          bar.start(100, 0, { task });
        }
        bar.update(Math.round(done * 100), { task });
      } else if (now - lastLine >= PAUSE) {
        lastLine = now;
        stream.write(`${task}: ${Math.round(done * 100)} %\n`);
      }
    },
    stop: () => bar?.stop(),
  };
}
