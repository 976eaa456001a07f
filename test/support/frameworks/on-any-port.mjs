/** Loaded before a program that listens on the port its author chose: it gets a free one, and its parent is told which. */
import { Server } from 'node:net';

const listen = Server.prototype.listen;

Server.prototype.listen = function listenOnAnyPort(_chosen, ...rest) {
  this.once('listening', () => process.send?.({ port: this.address().port }));
  const callbacks = rest.filter((argument) => typeof argument === 'function');
  return Reflect.apply(listen, this, [{ port: 0, host: '127.0.0.1' }, ...callbacks]);
};
// What waits for the parent must not keep a program alive that has nothing else to do.
process.channel?.unref();
