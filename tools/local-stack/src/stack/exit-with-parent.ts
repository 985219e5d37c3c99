/**
 * Loaded before everything else in the emulators and in every process that they start: whoever loses the channel to
 * its parent ends, so that nothing is left behind when a parent was killed.
 */
const graceMs = 4000;

if (process.channel) {
  process.once('disconnect', () => {
    // The emulators stop what they started; a process without a handler for this signal ends at once.
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), graceMs).unref();
  });
  // A listener would otherwise keep a process alive that is done.
  process.channel.unref();
}
