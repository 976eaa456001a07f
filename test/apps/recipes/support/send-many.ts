/** Many requests whose answers are only counted: `node:http` as the client would cost a third of what the app itself does. */
import { once } from 'node:events';
import { connect } from 'node:net';

export interface Post {
  readonly path: string;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
}

/** Each connection asks again as soon as it is answered. How often which status came. */
export async function sendMany(
  url: string,
  posts: Iterable<Post>,
  connections: number,
): Promise<ReadonlyMap<number, number>> {
  const { hostname, port, host } = new URL(url);
  const queue = posts[Symbol.iterator]();
  const counts = new Map<number, number>();
  const askOneByOne = async () => {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.setEncoding('latin1');
    let received = '';
    await new Promise<void>((resolve, reject) => {
      const sendNext = () => {
        const next = queue.next();
        if (next.done === true) return resolve();
        return void socket.write(write(next.value, host));
      };
      socket.on('data', (chunk: string) => {
        received += chunk;
        const answer = read(received);
        if (answer === undefined) return;
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
        received = '';
        sendNext();
      });
      socket.once('error', reject).once('close', () => reject(new Error(`closed after ${JSON.stringify(received)}`)));
      sendNext();
    });
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, askOneByOne));
  return counts;
}

function write({ path, body, headers }: Post, host: string): string {
  const text = JSON.stringify(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n${lines.join('')}\r\n${text}`;
}

/** The status, once all that was announced is there. */
function read(received: string): number | undefined {
  const headLength = received.indexOf('\r\n\r\n') + 4;
  if (headLength < 4) return undefined;
  const bodyLength = /\r\ncontent-length: (\d+)\r\n/i.exec(received)?.[1];
  if (bodyLength === undefined) throw new Error(`an answer without a length: ${received}`);
  return received.length < headLength + Number(bodyLength) ? undefined : Number(received.slice(9, 12));
}
