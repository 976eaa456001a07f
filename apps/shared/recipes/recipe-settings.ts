/** What the recipes themselves read of the environment. */
export interface RecipeSettings {
  /** How long recipe 1's codes live. */
  readonly expiryMs: number;
  /** When recipes that hide who has an account answer: above the provider's usual time. */
  readonly answerAfterMs: number;
  /** `undefined`: users are kept in memory. */
  readonly databaseUrl: string | undefined;
}

/** Adds a line to `problems` for each variable that makes no sense. */
export function readRecipeSettings(environment: NodeJS.ProcessEnv, problems: string[]): RecipeSettings {
  const readNumber = (name: string, usual: number, [least, most]: readonly [number, number]): number => {
    const value = environment[name]?.trim() || String(usual);
    if (/^[0-9]{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    problems.push(`${name} must be a whole number from ${least} to ${most}`);
    return usual;
  };
  const databaseUrl = environment.DATABASE_URL?.trim() || undefined;
  if (databaseUrl !== undefined && !/^postgres(?:ql)?:\/\//i.test(databaseUrl)) {
    problems.push('DATABASE_URL must begin with postgres:// or postgresql://');
  }
  return {
    expiryMs: readNumber('OTP_EXPIRY_SECONDS', 300, [1, 600]) * 1_000,
    answerAfterMs: readNumber('OTP_ANSWER_AFTER_MS', isDemo(environment) ? 500 : 3_000, [100, 10_000]),
    databaseUrl,
  };
}

/** An inbox on this machine answers at once. */
function isDemo({ OTP_PROVIDER = '', SMS_ENDPOINT = '' }: NodeJS.ProcessEnv): boolean {
  return ['', 'inbox'].includes(OTP_PROVIDER.trim()) && SMS_ENDPOINT.trim() === '';
}
