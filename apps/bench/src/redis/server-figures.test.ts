import { describe, expect, it } from 'vitest';
import { parseCommandStatistics } from './server-figures.ts';

describe('parseCommandStatistics', () => {
  it('reads calls and their mean time by command', () => {
    const statistics = parseCommandStatistics(
      '# Commandstats\r\ncmdstat_evalsha:calls=4,usec=70,usec_per_call=17.50,rejected_calls=0,failed_calls=0\r\ncmdstat_config|resetstat:calls=1,usec=90,usec_per_call=90.00\r\n',
    );
    expect(statistics.get('evalsha')).toEqual({ calls: 4, usPerCall: 17.5 });
    expect(statistics.get('config|resetstat')).toEqual({ calls: 1, usPerCall: 90 });
  });
});
