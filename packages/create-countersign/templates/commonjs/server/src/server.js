/** Starts the app and stops it. */
const { startApp } = require('./app.js');

async function main() {
  const app = await startApp(Number(process.env.PORT ?? 3000));
  console.log(`The app is at ${app.url}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, app.close);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
