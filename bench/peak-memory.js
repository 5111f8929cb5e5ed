// Preloaded into a measured process: writes its peak memory in kilobytes to the file in BENCH_PEAK_FILE.
process.on('exit', () => {
  const file = process.env.BENCH_PEAK_FILE;
  if (file !== undefined) require('node:fs').writeFileSync(file, String(process.resourceUsage().maxRSS));
});
