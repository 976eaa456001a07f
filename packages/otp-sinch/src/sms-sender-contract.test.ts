import { smsSenderContract } from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import { answerJson } from '@countersign/test-servers/vendor-server';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import { createSinchSmsSender } from './sinch-sms-sender.ts';
import { SERVICE_PLAN } from './test-support/secrets.ts';
import { FAILS, json } from './test-support/sinch-answers.ts';

const createAt = (baseUrl: string, create = createSinchSmsSender) =>
  create({ ...SERVICE_PLAN, baseUrl, timeoutMs: 1_500 });

const credentials = [SERVICE_PLAN.apiToken];

smsSenderContract(
  { describe, it },
  {
    name: 'createSinchSmsSender',
    async arrange(scenario, word) {
      const vendor = await arrangeVendor(behaviourOf(scenario), {
        serves({ body }, response) {
          const { to } = JSON.parse(body) as { to: readonly string[] };
          const id = word() ?? '01FC66621XXXXX119Z8PMV1QPQ';
          answerJson(response, 201, { id, to, canceled: false, type: 'mt_text' });
        },
        refuses(_request, response) {
          const said = word();
          const [code, text] = [said ?? 'syntax_invalid_parameter_format', said ?? 'No.'];
          answerJson(response, 400, { code, text });
        },
        throttles: json(429, { code: 'too_many_requests', text: 'Slow down.' }, { 'Retry-After': '5' }),
        fails: FAILS,
      });
      return { sender: createAt(vendor.url), countRequests: vendor.countRequests, credentials };
    },
    library: {
      name: 'axios',
      async arrangeWithout(error) {
        const load = () => import('./sinch-sms-sender.ts');
        const { createSinchSmsSender: create } = await withoutPackage(
          (factory) => vi.doMock('axios', factory),
          error,
          load,
        );
        return { sender: createAt('http://127.0.0.1:9', create), countRequests: () => 0, credentials };
      },
    },
    createAt: (baseUrl) => createAt(baseUrl),
  },
);
