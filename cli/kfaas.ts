import { runCommandLine } from './command-line';
import { EXIT } from './exit';
import { watchOutput } from './whole-output';

const output = watchOutput(() => (process.exitCode = EXIT.failed));
// Should nothing be left to wait for before an answer is there, the run failed.
process.exitCode = EXIT.failed;
void runCommandLine(process.argv.slice(2)).then((code) => {
  // The answer may be known to be lost by now.
  if (!output.isLost()) process.exitCode = code;
});
