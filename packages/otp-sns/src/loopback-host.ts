/** Judges what the URL parser made of a host: it has already spelt `127.1` and `0x7f000001` as `127.0.0.1`. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
