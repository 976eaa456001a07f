import type { IncomingMessage } from 'node:http';

/** Where a request goes, whether a framework has taken a mount path off or not. */
export class NodeTarget {
  readonly #request: IncomingMessage & FrameworkRequest;

  constructor(request: IncomingMessage) {
    this.#request = request;
  }

  /** What is left of the path below the mount path. */
  get path(): string {
    return pathOf(this.#request.url ?? '/');
  }

  /** True where a framework has taken a mount path off: Express says so, Connect, middie and others keep the whole beside. */
  get isMounted(): boolean {
    const { baseUrl, originalUrl } = this.#request;
    if (typeof baseUrl === 'string') return baseUrl !== '';
    return typeof originalUrl === 'string' && pathOf(originalUrl) !== this.path;
  }

  /** Express goes by `trust proxy` here; any other server by its own socket. */
  get url(): string {
    const { originalUrl, url, protocol } = this.#request;
    const target = withoutOrigin(typeof originalUrl === 'string' ? originalUrl : (url ?? '/'));
    const scheme = typeof protocol === 'string' ? protocol : schemeOf(this.#request);
    return `${scheme}://${hostOf(this.#request)}${target}`;
  }
}

/** What Express, Connect and others add to a request. */
interface FrameworkRequest {
  readonly baseUrl?: unknown;
  readonly originalUrl?: unknown;
  readonly protocol?: unknown;
  readonly app?: { get?(setting: 'trust proxy fn'): unknown };
}

function pathOf(target: string): string {
  return withoutOrigin(target).replace(/[?#].*$/s, '');
}

/** The absolute form that proxies are sent (RFC 9112, section 3.2.2); its host is not ours to believe. */
function withoutOrigin(target: string): string {
  return target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
}

function schemeOf({ socket }: IncomingMessage): string {
  return 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http';
}

/** With its port: `host` of Express 4 lacks it. */
function hostOf(request: IncomingMessage & FrameworkRequest): string {
  const own = request.headers.host ?? request.headers[':authority'] ?? 'localhost';
  const forwarded = request.headers['x-forwarded-host'];
  const isTrusted = request.app?.get?.('trust proxy fn');
  if (forwarded === undefined || typeof isTrusted !== 'function') return String(own);
  return isTrusted(request.socket.remoteAddress, 0) ? String(forwarded).replace(/,.*$/s, '').trim() : String(own);
}
