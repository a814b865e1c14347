import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** The message as it came over the wire. */
  raw: string;
  headers: string;
}

/** A mail server of 40 lines, so that the test sees the bytes. Addresses that begin with "nobody" are refused for good, with "later" for now. */
export async function startSmtpServer() {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    let mail: ReceivedMail = { from: '', to: [], raw: '', headers: '' };
    let buffer = '';
    let inData = false;
    const answer = (line: string) => socket.write(`${line}\r\n`);
    answer('220 test');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      buffer += chunk;
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (inData && line !== '.') mail.raw += `${line.replace(/^\.\./, '.')}\r\n`;
        else if (inData) {
          inData = false;
          mails.push({ ...mail, headers: mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n')) });
          answer('250 taken');
        } else if (/^MAIL FROM/i.test(line)) {
          mail = { from: line, to: [], raw: '', headers: '' };
          answer('250 ok');
        } else if (/^RCPT TO:<nobody/i.test(line)) answer('550 no such mailbox');
        else if (/^RCPT TO:<later/i.test(line)) answer('451 try again later');
        else if (/^RCPT TO/i.test(line)) {
          mail.to.push(/<(.*)>/.exec(line)![1]!);
          answer('250 ok');
        } else if (/^DATA/i.test(line)) {
          inData = true;
          answer('354 go on');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else answer('250 ok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    mails,
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
