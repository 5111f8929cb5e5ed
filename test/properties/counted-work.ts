import { Session, type Profiler } from 'node:inspector';

/** Counts the work of this process: what it calls, whatever the machine and its load. */
export interface WorkCounter {
  /** Returns how many calls of functions some work takes. Equal work takes equal calls. */
  callsOf(work: () => void): number;
  /** Ends the counting. */
  stop(): void;
}

/** Starts to count. V8 counts the calls of each function; a loop without calls is not seen. */
export function workCounter(): WorkCounter {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return {
    callsOf(work) {
      callsSoFar(session);
      work();
      return callsSoFar(session);
    },
    stop() {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

/** Returns the calls since the last time. The session answers before `post` returns. */
function callsSoFar(session: Session): number {
  let scripts: readonly Profiler.ScriptCoverage[] | undefined;
  session.post('Profiler.takePreciseCoverage', (error, answer) => {
    if (error === null) scripts = answer.result;
  });
  if (scripts === undefined) throw new Error('V8 counts no calls');
  return scripts
    .flatMap(({ functions }) => functions)
    .reduce((sum, { ranges: [whole] }) => sum + (whole?.count ?? 0), 0);
}
