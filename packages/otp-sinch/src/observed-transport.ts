import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/**
 * Node's own client, watched, for axios to use. Whether a request may have left is no matter of error codes
 * (`ECONNRESET` occurs before and after), but of the socket: nothing is written before `connect`, or under TLS before
 * `secureConnect`, which comes after the certificate was checked.
 */
export interface ObservedTransport {
  request(options: http.RequestOptions, onResponse: (response: http.IncomingMessage) => void): http.ClientRequest;
  /** False as long as no connection was ready. */
  mayHaveLeft(): boolean;
  /** The answer's head, once it has come. */
  response(): http.IncomingMessage | null;
}

/** Watches one request. */
export function createObservedTransport(): ObservedTransport {
  let mayHaveLeft = false;
  let response: http.IncomingMessage | null = null;
  return {
    request(options, onResponse) {
      const client = options.protocol === 'https:' ? https : http;
      const request = client.request(options, (message) => {
        mayHaveLeft = true;
        response = message;
        onResponse(message);
      });
      request.once('socket', (socket) => {
        onceReady(socket, () => {
          mayHaveLeft = true;
        });
      });
      return request;
    },
    mayHaveLeft: () => mayHaveLeft,
    response: () => response,
  };
}

/** `secureConnecting` is true from a TLS socket's making to the end of its handshake. */
function onceReady(socket: Socket & { readonly secureConnecting?: boolean }, callback: () => void): void {
  if (socket.secureConnecting === true) socket.once('secureConnect', callback);
  else if (socket.connecting) socket.once('connect', callback);
  else callback();
}
