/** Opens what the four recipes stand on: an engine each, users and sessions in one database. */
import type { Otp } from '@countersign/otp-config';
import type { OtpEngine } from '@countersign/otp-core';
import { createRecipeEngines, READINESS_TENANT, type RecipeName } from './recipes/recipe-engines.ts';
import { createSessions, type Sessions } from './sessions/sessions.ts';
import { type Settings, SettingsError } from './settings.ts';
import { isReachable, openDatabase } from './users/database.ts';
import { DatabaseUnavailableError } from './users/database-unavailable-error.ts';
import { createUsers, type Users } from './users/users.ts';

export interface Recipes {
  readonly engines: Readonly<Record<RecipeName, OtpEngine>>;
  readonly users: Users;
  readonly sessions: Sessions;
  /** When recipes that hide who has an account answer. */
  readonly answerAfterMs: number;
  readonly areCookiesSecure: boolean;
  isDatabaseReachable(): Promise<boolean>;
  readiness(): Promise<Readiness>;
  /** The database; the engines close with what they were made of. */
  close(): Promise<void>;
}

export interface Readiness {
  readonly isReady: boolean;
  readonly status: 'ready' | 'not-ready';
  readonly database: 'up' | 'down';
  readonly store: 'up' | 'down';
}

/** @throws SettingsError when the database cannot be opened */
export async function openRecipes(
  otp: Pick<Otp, 'createEngine'>,
  { recipes: { expiryMs, answerAfterMs, databaseUrl }, sessions, areCookiesSecure }: Settings,
): Promise<Recipes> {
  const engines = createRecipeEngines(otp, expiryMs);
  const database = await openDatabase(databaseUrl).catch((error: unknown) => {
    throw error instanceof DatabaseUnavailableError ? new SettingsError([`DATABASE_URL: ${error.message}`]) : error;
  });
  return {
    engines,
    users: createUsers(database),
    sessions: createSessions(database, sessions),
    answerAfterMs,
    areCookiesSecure,
    isDatabaseReachable: () => isReachable(database),
    async readiness() {
      const [isDatabaseUp, isStoreUp] = await Promise.all([isReachable(database), isStoreReachable(engines)]);
      const isReady = isDatabaseUp && isStoreUp;
      return {
        isReady,
        status: isReady ? 'ready' : 'not-ready',
        database: isDatabaseUp ? 'up' : 'down',
        store: isStoreUp ? 'up' : 'down',
      };
    },
    close: () => database.destroy(),
  };
}

function isStoreReachable({ telnyxTwoFactor }: Recipes['engines']): Promise<boolean> {
  return telnyxTwoFactor.verify({ to: { decoy: 'nobody' }, code: '000000', tenant: READINESS_TENANT }).then(
    () => true,
    () => false,
  );
}
