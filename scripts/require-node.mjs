/** Imported first by the two commands: an older Node gets a sentence, not a stack trace from deep inside. */
const OLDEST_MAJOR = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  console.error(`Node ${OLDEST_MAJOR} or newer is needed to start; this is ${process.version}.`);
  process.exit(1);
}
