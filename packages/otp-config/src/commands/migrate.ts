/** Makes the tables of `OTP_STORE`, for deployments whose app may not (`OTP_STORE_MIGRATE=never`). */
import { OtpConfigurationError, OtpError } from '@countersign/otp-core';
import { explainUnloadedPackage, isPackageMissing } from '@countersign/otp-core/adapter';
import { findStore, readStoreAddress } from '../catalog/stores.ts';
import { installLine } from '../compose/load-adapter.ts';
import { showAddress } from '../describe/show-value.ts';
import { type CliContext, EXIT_CODES, type ExitCode } from './cli-context.ts';
import { readEnvironmentOf } from './read-settings.ts';
import type { Values } from './read-words.ts';
import { UsageError } from './usage-error.ts';

const PACKAGE = '@countersign/otp-postgres';

export async function migrateStore(context: CliContext, values: Values): Promise<ExitCode> {
  const address = readEnvironmentOf(context, values).OTP_STORE?.trim() || 'memory:';
  const settings = readStoreAddress(address);
  if (settings === undefined) throw new UsageError('migrate needs an OTP_STORE that begins as its settings page says');
  if (settings.kind !== 'postgres' || !('url' in settings)) {
    context.print(`The store is ${findStore(settings.kind)?.title}, which needs no tables.`);
    return EXIT_CODES.done;
  }
  const { url } = settings;
  const loaded = await loadPostgres();
  if ('error' in loaded) {
    const others = [...(findStore('postgres')?.clients(url) ?? [])];
    const reason = isPackageMissing(loaded.error, PACKAGE)
      ? installLine({ packageName: PACKAGE, others })
      : explainUnloadedPackage(loaded.error, PACKAGE);
    return failed(context, `migrate ${reason}`);
  }
  const { checkSchema, migrate, migrationsWith } = loaded.postgres;
  if (values.sql === true) {
    context.print(
      migrationsWith()
        .map(({ file, sql }) => `-- ${file}\n${sql.trim()}`)
        .join('\n\n'),
    );
    return EXIT_CODES.done;
  }
  try {
    const { message } = await (values['dry-run'] === true ? checkSchema({ url }) : migrate({ url }));
    context.print(message);
    return EXIT_CODES.done;
  } catch (error) {
    const isOurs = OtpError.isInstance(error) || OtpConfigurationError.isInstance(error);
    // What a driver says may hold the address with its password.
    return failed(
      context,
      `migrate: ${showAddress(url)} did not do it: ${isOurs ? error.message : 'an error of its client.'}`,
    );
  }
}

async function loadPostgres() {
  try {
    return { postgres: await import('@countersign/otp-postgres') };
  } catch (error) {
    return { error };
  }
}

function failed({ printError }: CliContext, what: string): ExitCode {
  printError(`otp-config ${what}`);
  return EXIT_CODES.failed;
}
