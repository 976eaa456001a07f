import { describe, it } from 'vitest';
import { arrangePlayedSender, PLAYED_ADAPTER } from '../test-support/played-sms-sender.ts';
import { smsSenderContract } from './sms-sender-contract.ts';

smsSenderContract({ describe, it }, { name: 'a played sender', arrange: arrangePlayedSender, ...PLAYED_ADAPTER });
