/** Platforms that start and stop processes as they like, behind a proxy of theirs, by a variable that each of them sets. */
import type { Variables } from '../environment/clean-variables.ts';

const PLATFORMS = {
  AWS_LAMBDA_FUNCTION_NAME: 'AWS Lambda',
  K_SERVICE: 'Cloud Run',
  FUNCTION_TARGET: 'Cloud Functions',
  VERCEL: 'Vercel',
  NETLIFY: 'Netlify',
  KUBERNETES_SERVICE_HOST: 'Kubernetes',
  DYNO: 'Heroku',
  FLY_ALLOC_ID: 'Fly.io',
  RENDER: 'Render',
  RAILWAY_ENVIRONMENT: 'Railway',
  WEBSITE_INSTANCE_ID: 'Azure App Service',
} as const;

/** Name of the platform; `null`: none that we know. */
export function platformOf(variables: Variables): string | null {
  const found = Object.entries(PLATFORMS).find(([variable]) => variables.get(variable) !== undefined);
  return found?.[1] ?? null;
}
