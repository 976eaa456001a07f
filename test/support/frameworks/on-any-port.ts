/** Loaded before a program that listens on the port its author chose: it gets a free one, and its parent is told which. */
import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function listenOnAnyPort(this: Server, ...chosen: unknown[]): Server {
  this.once('listening', () => {
    const address = this.address();
    if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
  });
  const callbacks = chosen.filter((argument) => typeof argument === 'function');
  return Reflect.apply(listen, this, [{ port: 0, host: '127.0.0.1' }, ...callbacks]);
};
