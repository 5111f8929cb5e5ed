import { SingleBar } from 'cli-progress';

/** Milliseconds after which a run counts as long. */
const LONG = 1_000;

/** Milliseconds between two lines where there is no terminal to draw on. */
const PAUSE = 5_000;

/** Characters that stand beside the bar; with them it fits a narrow terminal. */
const BESIDE_BAR = 32;

/** Shows how far a long run is. */
export interface Progress {
  readonly show: (task: string, done: number) => void;
  readonly stop: () => void;
}

/** Shows progress on standard error: a bar in a terminal, a line now and then elsewhere, nothing for a short run. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const started = Date.now();
  let told = started;
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
            // A signal ends the process at once: nobody would bring the cursor and the wrapping of lines back.
            hideCursor: false,
            linewrap: true,
          });
          bar.start(100, 0, { task });
        }
        bar.update(Math.round(done * 100), { task });
      } else if (now - told >= PAUSE) {
        told = now;
        stream.write(`${task}: ${Math.round(done * 100)} %\n`);
      }
    },
    stop: () => bar?.stop(),
  };
}
