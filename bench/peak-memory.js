// Preloaded into a measured process: leaves its peak memory, in kilobytes, in the file that the environment names.
process.on('exit', () => {
  const file = process.env.BENCH_PEAK_FILE;
  if (file !== undefined) require('node:fs').writeFileSync(file, String(process.resourceUsage().maxRSS));
});
