import { describe, expect, it } from 'vitest';
import { isUnknownScript, nameFault } from './store-fault.ts';

class SocketClosedUnexpectedlyError extends Error {}

describe('nameFault', () => {
  it.each([
    [new Error("OOM command not allowed when used memory > 'maxmemory'. script: 1f, on @user_script:9."), 'OOM'],
    [new Error('ERR Error running script (call to f_1): @user_script:9: -OOM command not allowed'), 'OOM'],
    [new Error("ERR The user executing the script can't run this command, on @user_script:9."), 'SCRIPT_FAILED'],
    [new Error('-READONLY You can only write against a master'), 'READONLY'],
    [new Error('NOAUTH Authentication required.'), 'NOAUTH'],
    [new Error('ERR unknown command'), 'ERR'],
    [Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:6379'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new SocketClosedUnexpectedlyError('Socket closed unexpectedly'), 'SOCKET_CLOSED_UNEXPECTEDLY'],
    [new Error('Connection is closed.'), 'CONNECTION_LOST'],
    [Object.assign(new Error('x'), { code: '+391234' }), 'CONNECTION_LOST'],
    ['text', 'CONNECTION_LOST'],
    [null, 'CONNECTION_LOST'],
  ])('names %s', (error, name) => {
    expect(nameFault(error)).toBe(name);
  });
});

describe('isUnknownScript', () => {
  it('knows the one reply after which a script is sent whole', () => {
    expect(isUnknownScript(new Error('NOSCRIPT No matching script. Please use EVAL.'))).toBe(true);
    expect(isUnknownScript(new Error('ERR NOSCRIPT'))).toBe(false);
    expect(isUnknownScript('NOSCRIPT')).toBe(false);
  });
});
