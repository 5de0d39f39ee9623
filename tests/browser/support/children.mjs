// Programs that a test starts: waits for what they say, ends them by their own process id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';

// The environment without the caller's own PORTAL_ settings, which must not reach a test's portal.
const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('PORTAL_')));

// Runs to its end; throws with everything the program said when its exit code is not 0.
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment, ...options });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { said += text; });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ended with ${code ?? signal}\n${said}`);
  return said;
}

// A server that runs until stop(). `ready` gets each line of `channel` (stdout or stderr) and answers what it has waited for.
export async function startServer(command, args, { channel, ready, ...options }) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment, ...options });
  const lines = [];
  const ended = once(child, 'exit');
  const answer = await new Promise((resolve, reject) => {
    for (const name of ['stdout', 'stderr']) {
      readline.createInterface({ input: child[name] }).on('line', (line) => {
        lines.push(line);
        const found = name === channel && ready(line);
        if (found) resolve(found);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => reject(new Error(`${command} ended with ${code ?? signal}\n${lines.join('\n')}`)));
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const [code, signal] = await ended;
    return code ?? signal;
  };
  return { answer, lines, stop, pid: child.pid };
}

export const jsonLine = (line) => (line.startsWith('{') ? JSON.parse(line) : undefined);
