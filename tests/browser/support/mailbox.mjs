// Mails as the SMTP server of the test received them: tests/support/smtp_server.py writes one JSON line for each.
import fs from 'node:fs';
import { helper } from './folders.mjs';
import { jsonLine, startServer } from './children.mjs';

export async function startMailbox(folder) {
  const server = await startServer(helper('smtp_server.py'), [folder], { channel: 'stdout', ready: jsonLine });
  const { mails: file } = server.answer;
  let taken = 0;

  const all = () => fs.readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line));

  // The next mail to this address that nobody has asked for yet; waits for it to come.
  const next = (address, { timeout = 30_000 } = {}) => new Promise((resolve, reject) => {
    const watcher = fs.watch(file);
    const finish = (action, value) => { clearTimeout(timer); watcher.close(); action(value); };
    const timer = setTimeout(() => finish(reject, new Error(`no mail to ${address}; there are ${JSON.stringify(all().map((mail) => [mail.to, mail.subject]))}`)), timeout);
    const look = () => {
      const mails = all();
      const index = mails.findIndex((mail, place) => place >= taken && mail.to.includes(address));
      if (index < 0) return;
      taken = index + 1;
      finish(resolve, mails[index]);
    };
    watcher.on('change', look);
    look();
  });

  return { ...server.answer, all, next, stop: server.stop };
}
