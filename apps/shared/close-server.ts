/** Takes no new requests, and resolves once those under way are answered. */
export function closeServer(server: { close(whenClosed: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()));
}
