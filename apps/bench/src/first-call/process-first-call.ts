/** A fresh process: from nothing to the first message sent, by the environment alone. Prints what each step took. */
const [firstNumber = '', secondNumber = ''] = process.argv.slice(2);
const startedAtMs = performance.now();
const { createOtpFromEnv } = await import('@countersign/otp-config');
const importedAtMs = performance.now();
const { engine, close } = await createOtpFromEnv(process.env);
const createdAtMs = performance.now();
await send(firstNumber);
const sentAtMs = performance.now();
await send(secondNumber);
const sentAgainAtMs = performance.now();
await close();

async function send(to: string): Promise<void> {
  const sent = await engine.request({ to });
  if (!sent.ok) throw new Error(`The first message was not sent: ${JSON.stringify(sent)}.`);
}

/** All in milliseconds. */
export interface FirstCall {
  readonly importMs: number;
  readonly createMs: number;
  readonly firstMs: number;
  readonly secondMs: number;
}

const measured: FirstCall = {
  importMs: importedAtMs - startedAtMs,
  createMs: createdAtMs - importedAtMs,
  firstMs: sentAtMs - createdAtMs,
  secondMs: sentAgainAtMs - sentAtMs,
};
console.log(JSON.stringify(measured));
