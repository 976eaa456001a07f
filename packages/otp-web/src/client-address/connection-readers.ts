import { OptionProblems, OtpMisuseError } from '@countersign/otp-core/adapter';

/** Addresses out of what a runtime passes beside the request: the socket's other end. Behind a proxy that is the proxy. */
export type ConnectionAddressReader = (request: Request, connection: unknown) => string | undefined;

/**
 * Under Node: the address of the socket, from what `@hono/node-server` passes beside the request, or from Hono's context.
 *
 * @example
 * serve({ fetch: createOtpHandler({ engine, clientAddress: fromSocket() }) });
 */
export function fromSocket(): ConnectionAddressReader {
  return (_request, connection) => {
    const incoming = member(connection, 'incoming') ?? member(member(connection, 'env'), 'incoming');
    return addressIn(member(incoming, 'socket'), 'remoteAddress', incoming !== undefined, {
      reader: 'fromSocket()',
      needs: 'the bindings of @hono/node-server, or the context of Hono, as the second argument of the handler',
    });
  };
}

/**
 * Hono's own connection info, whichever runtime it is for. Pass the context as the second argument of the handler.
 *
 * @throws OtpConfigurationError where it is given no function.
 * @example
 * import { getConnInfo } from '@hono/node-server/conninfo';
 *
 * const otp = createOtpHandler({ engine, basePath: '/otp', clientAddress: fromHonoConnInfo(getConnInfo) });
 * app.all('/otp/*', (context) => otp(context.req.raw, context));
 */
export function fromHonoConnInfo<Context>(
  getConnInfo: (context: Context) => { readonly remote: { readonly address?: string | undefined } },
): (request: Request, context: Context | undefined) => string | undefined {
  if (typeof getConnInfo !== 'function') {
    const problems = new OptionProblems('fromHonoConnInfo');
    problems.add('getConnInfo', 'must be the function of that name for your runtime, such as of hono/deno');
    problems.throwIfAny();
  }
  return (_request, context) => {
    if (context === undefined) {
      throw misuse({
        reader: 'fromHonoConnInfo()',
        needs: 'the context of Hono as the second argument: handler(context.req.raw, context)',
      });
    }
    return getConnInfo(context).remote.address;
  };
}

/**
 * Deno: the remote address that `Deno.serve` passes beside the request.
 *
 * @example
 * Deno.serve(createOtpHandler({ engine, clientAddress: fromDeno() }));
 */
export function fromDeno(): ConnectionAddressReader {
  return (_request, info) => {
    const remote = member(info, 'remoteAddr');
    return addressIn(remote, 'hostname', remote !== undefined, {
      reader: 'fromDeno()',
      needs: 'what Deno.serve passes beside the request as the second argument of the handler',
    });
  };
}

/**
 * Bun: the address that the server passed beside the request knows.
 *
 * @example
 * Bun.serve({ fetch: createOtpHandler({ engine, clientAddress: fromBun() }) });
 */
export function fromBun(): ConnectionAddressReader {
  return (request, server) => {
    if (!isBunServer(server)) {
      throw misuse({
        reader: 'fromBun()',
        needs: 'the server that Bun.serve passes beside the request as the second argument of the handler',
      });
    }
    return server.requestIP(request)?.address;
  };
}

interface BunServer {
  requestIP(request: Request): { readonly address: string } | null;
}

interface Requirement {
  readonly reader: string;
  readonly needs: string;
}

function isBunServer(value: unknown): value is BunServer {
  return typeof member(value, 'requestIP') === 'function';
}

/** A connection that has no address any more is one thing, no connection at all a mistake in mounting. */
function addressIn(place: unknown, name: string, isThere: boolean, requirement: Requirement): string | undefined {
  if (!isThere) throw misuse(requirement);
  const address = member(place, name);
  return typeof address === 'string' ? address : undefined;
}

function misuse({ reader, needs }: Requirement): OtpMisuseError {
  return new OtpMisuseError(`clientAddress: ${reader} needs ${needs}.`);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
