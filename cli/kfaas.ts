import { runCommandLine } from './command-line';
import { EXIT, watchOutput } from './terminal';

const output = watchOutput(() => (process.exitCode = EXIT.failed));
// If the event loop empties before the command ends, the run has failed.
process.exitCode = EXIT.failed;
void runCommandLine(process.argv.slice(2)).then((code) => {
  // A write error may already have set the exit code.
  if (!output.isLost()) process.exitCode = code;
});
