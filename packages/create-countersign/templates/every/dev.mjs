/** `npm run dev`: a local inbox for the texts, and the app beside it. What is given is what Node runs. */
import { spawn } from 'node:child_process';
import { createInbox, InboxError } from '@countersign/otp-inbox';

const inbox = createInbox({ port: 4025 });
try {
  await inbox.listen();
} catch (error) {
  // One that runs already will do.
  if (!InboxError.isInstance(error) || error.code !== 'INBOX_PORT_TAKEN') throw error;
}
console.log('Texts arrive at http://localhost:4025');

const app = spawn(process.execPath, process.argv.slice(2), { stdio: 'inherit' });
app.once('exit', (code) => process.exit(code ?? 1));
// Ctrl-C reaches both; a signal that is sent to this process alone is passed on.
process.once('SIGINT', () => {});
process.once('SIGTERM', () => app.kill());
