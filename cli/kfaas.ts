import { runCommandLine } from './command-line';
import { EXIT } from './exit';

// Whoever reads the output may stop reading: `kfaas synth | head -0`. What was to be done is done by then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exitCode = EXIT.failed;
});
// Should nothing be left to wait for before an answer is there, the run failed.
process.exitCode = EXIT.failed;
void runCommandLine(process.argv.slice(2)).then((code) => (process.exitCode = code));
