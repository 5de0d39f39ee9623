// A private portal for one journey: its own database, SMTP server and port.
import fs from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { program, source, temporaryFolder } from './folders.mjs';
import { startServer } from './children.mjs';
import { startMailbox } from './mailbox.mjs';
import { copyDemoData, settings } from './demo_data.mjs';

// The port is needed before the start, because the links in the mails name it.
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function mailSettings(mailbox, folder) {
  const passwordFile = path.join(folder, 'smtp-password');
  fs.writeFileSync(passwordFile, mailbox.password, { mode: 0o600 });
  return {
    'mail.transport': 'smtp', 'mail.smtp.host': 'localhost', 'mail.smtp.port': mailbox.port, 'mail.smtp.security': 'starttls',
    'mail.smtp.user': mailbox.user, 'mail.smtp.password_file': passwordFile, 'mail.smtp.ca_file': mailbox.ca,
  };
}

const readyPort = (line) => {
  const entry = line.startsWith('{') ? JSON.parse(line) : {};
  return entry.event === 'portald.ready' ? entry.port : undefined;
};

// Starts everything in order and stops it in reverse, also when a later start fails.
export async function startPortal({ database }) {
  const closing = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const { folder, remove } = temporaryFolder();
    closing.push(remove);
    const data = await copyDemoData(database, folder);
    closing.push(data.stop);
    const mailbox = await startMailbox(path.join(folder, 'smtp'));
    closing.push(mailbox.stop);
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const server = await startServer(program('portald'), settings({
      'http.port': port, 'portal.url': url, 'database.url': data.url, 'secrets.path': data.secrets, ...mailSettings(mailbox, folder),
    }), { channel: 'stderr', ready: readyPort, cwd: source });
    closing.push(server.stop);
    return { url, mailbox, log: server.lines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
