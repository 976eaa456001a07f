import type { Check } from './doctor-facts.ts';
import { warning } from './finding.ts';

/** What is right while an app is built, and costs money or trust once strangers use it. */
export const checkProduction: Check = (facts) =>
  facts.plan.settings.environment === 'production' ? [...checkDestinations(facts), ...checkAppName(facts)] : [];

const checkDestinations: Check = ({ plan }) => {
  const { allowedCountries, phone, policy } = plan.settings;
  const isCapped = (policy?.rateLimits?.requestsPerDeployment ?? []).length > 0;
  if (allowedCountries !== undefined || phone !== undefined || isCapped) return [];
  const message =
    'Messages go to every country without a limit: an attacker can spend all the credit of your account. Set OTP_ALLOWED_COUNTRIES (* for all, on purpose) or OTP_REQUESTS_PER_HOUR.';
  return [warning('all-countries', message)];
};

/** Verification providers word their messages themselves. */
const checkAppName: Check = ({ plan, reading }) => {
  const isOurs = plan.providers.some(
    (each) => (each.from === 'catalog' ? each.entry : each.port).kind === 'sms-sender',
  );
  if (!isOurs || plan.settings.message?.appName !== undefined || reading.problems.isAbout('message.appName')) return [];
  const message = 'Messages do not name the sender, so people may take them for phishing. Set OTP_APP_NAME.';
  return [warning('no-app-name', message)];
};
