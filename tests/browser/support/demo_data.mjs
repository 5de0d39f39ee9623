// The demo deliveries, imported once by the real importer for each database; every journey starts from a copy.
import fs from 'node:fs';
import path from 'node:path';
import { build, demoData, helper, program, source } from './folders.mjs';
import { jsonLine, run, startServer } from './children.mjs';

export const deliveries = ['logatec', 'toplarna', 'elektro', 'cistoca'];

// What every program of a test's portal is started with.
export const settings = (values) => ['--config', path.join(source, 'config/portal.demo.properties'),
  ...Object.entries({ 'plugins.path': path.join(build, 'plugins'), ...values }).flatMap(([key, value]) => ['-D', `${key}=${value}`])];

export async function startMariaDb(folder, args = []) {
  const server = await startServer(helper('mariadb.py'), ['start', folder, ...args], { channel: 'stdout', ready: jsonLine });
  return { ...server.answer, stop: server.stop };
}

async function fill(databaseUrl, secrets) {
  const portalctl = (...args) => run(program('portalctl'), [...settings({ 'database.url': databaseUrl, 'secrets.path': secrets }), ...args], { cwd: source });
  await portalctl('db', 'migrate');
  for (const tenant of deliveries) await portalctl('import', '--tenant', tenant, path.join(demoData, `${tenant}.zip`));
}

// Makes both templates anew: sqlite/portal.sqlite and mariadb/data, each with the secrets that belong to it.
export async function makeDemoData() {
  fs.rmSync(demoData, { recursive: true, force: true });
  for (const kind of ['sqlite', 'mariadb']) fs.mkdirSync(path.join(demoData, kind), { recursive: true });
  for (const tenant of deliveries) await run(program(`portal-demo-${tenant}`), ['--out', path.join(demoData, `${tenant}.zip`)]);
  await fill(`sqlite:${path.join(demoData, 'sqlite/portal.sqlite')}`, path.join(demoData, 'sqlite/secrets'));
  const server = await startMariaDb(path.join(demoData, 'mariadb'), ['--keep', '--template', path.join(build, 'mariadb-template')]);
  try {
    await fill(server.url, path.join(demoData, 'mariadb/secrets'));
  } finally {
    await server.stop();
  }
}

// A copy of a template in the folder: { url, secrets, stop }.
export async function copyDemoData(kind, folder) {
  const secrets = path.join(folder, 'secrets');
  fs.cpSync(path.join(demoData, kind, 'secrets'), secrets, { recursive: true });
  if (kind === 'sqlite') {
    for (const file of fs.readdirSync(path.join(demoData, kind)).filter((name) => name.startsWith('portal.sqlite')))
      fs.copyFileSync(path.join(demoData, kind, file), path.join(folder, file));
    return { url: `sqlite:${path.join(folder, 'portal.sqlite')}`, secrets, stop: async () => {} };
  }
  const server = await startMariaDb(path.join(folder, 'mariadb'), ['--template', path.join(demoData, 'mariadb/data')]);
  return { url: server.url, secrets, stop: server.stop };
}
