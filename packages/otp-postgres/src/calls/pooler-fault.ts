/**
 * What a pooler says when it does not pass a call on. PgBouncer, and whoever speaks like it, has one SQLSTATE (08P01) for
 * all of it, so that its own fixed sentences are what tells its faults apart. None of its words are repeated.
 */

export interface PoolerFault {
  readonly fault: string;
  readonly message: string;
}

interface PoolerSentence extends PoolerFault {
  readonly pattern: RegExp;
}

const SENTENCES: readonly PoolerSentence[] = [
  {
    pattern: /^unsupported startup parameter/i,
    fault: 'STARTUP_PARAMETER_REFUSED',
    message:
      'The pooler in front of PostgreSQL refuses a parameter of the connection. Remove it from the address or the client, or add it to ignore_startup_parameters of the pooler',
  },
  {
    pattern: /^(?:query_wait_timeout|unable to check out process|timeout waiting for connection)/i,
    fault: 'POOLER_WAIT_TIMEOUT',
    message: 'The pooler in front of PostgreSQL had no free server connection in time. Raise its pool size',
  },
  {
    pattern: /^(?:no more connections allowed|max client connections reached|maxclients)/i,
    fault: 'POOLER_TOO_MANY_CLIENTS',
    message:
      'The pooler in front of PostgreSQL accepts no more clients. Lower maxConnections, or raise the limit of the pooler',
  },
  {
    pattern:
      /^(?:pgbouncer cannot connect to server|server login |server_login_retry|server conn crashed|connect failed|couldn't get next)/i,
    fault: 'POOLER_WITHOUT_SERVER',
    message:
      'The pooler in front of PostgreSQL cannot reach the server. Look at the server, and at the log of the pooler',
  },
  {
    pattern:
      /^(?:no such (?:database|user)|no working server|auth failed|password authentication failed|tenant or user not found|bouncer config error|not allowed|login rejected)/i,
    fault: 'POOLER_LOGIN_REFUSED',
    message:
      'The pooler in front of PostgreSQL does not know this user or database. Check the address against what the host shows for its pooler',
  },
];

/** Given by PgBouncer, by Supavisor, and by proxies that know no better. */
const CODES_OF_POOLERS = ['08P01', '08006', '08000', 'XX000', '28000', '3D000', '53300'];
const NOT_PREPARED_HERE = ['26000', '42P05'];

export function poolerFaultOf(code: string, text: string): PoolerFault | undefined {
  if (NOT_PREPARED_HERE.includes(code)) {
    return {
      fault: 'PREPARED_STATEMENT_LOST',
      message:
        "A pooler in front of PostgreSQL keeps no prepared statements. Set statements: 'unnamed', ?statements=unnamed in the address or OTP_STORE_STATEMENTS=unnamed. Nothing was counted",
    };
  }
  if (!CODES_OF_POOLERS.includes(code)) return undefined;
  return SENTENCES.find(({ pattern }) => pattern.test(text));
}
