/** The address under which an inbox that listens on `host` is reached from this machine. */
export function createUrl(host: string, port: number): string {
  // "Any address" is one to listen on, not one to call.
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
