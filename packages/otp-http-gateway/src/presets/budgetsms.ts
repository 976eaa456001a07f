import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/**
 * BudgetSMS, with its `handle` as the password. GET only. Parameters and codes by its pages; that an answer starts with
 * `OK` and the id, or with `ERR` and the code, is what clients read and not confirmed by a manual we could read.
 */
export const budgetsms: GatewayPreset = {
  needs: ['username', 'password', 'from', 'parameters.userid'],
  endpoint: 'https://api.budgetsms.net/sendsms/',
  parameterNames: { username: 'username', password: 'handle', to: 'to', text: 'msg', from: 'from' },
  phoneFormat: 'digits',
  answers: {
    accepted: { status: 200, body: /^OK \d{1,40}(?:\s|$)/ },
    refused: { body: /^ERR \d{4}\b/ },
    temporary: { body: /^ERR 400[1-5]\b/ },
  },
  failureCodes: {
    find: /^ERR (\d{4})\b/,
    categories: {
      '1001': 'insufficient-funds',
      ...sameCategory('authentication', [1002, 1003, 1004, 1005, 1006, 1007]),
      ...sameCategory('configuration', [2001, 2002, 2003, 2004, 2006, 2007, 2008, 2009, 2012, 2013, 2014, 2015]),
      ...sameCategory('configuration', [2016, 2017]),
      ...sameCategory('invalid-recipient', [2005, 2010, 2011]),
      ...sameCategory('unreachable-recipient', [3001, 3002, 3003]),
      ...sameCategory('unavailable', [4001, 4002, 4003, 4004, 4005]),
    },
    // Credits for what this number costs; a number that is not numeric, or empty; any parameter.
    dependOnRecipient: ['1001', '2006', '2007', '2009'],
  },
  messageId: /^OK (\d{1,40})(?:\s|$)/,
};
