// Where things lie: ctest tells by PORTAL_SOURCE and PORTAL_BUILD; started by hand, the release build of this checkout is taken.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const source = process.env.PORTAL_SOURCE ?? path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const build = process.env.PORTAL_BUILD ?? path.join(source, 'build/release');
export const tools = path.join(build, 'tests/browser/node_modules');
export const demoData = path.join(build, 'tests/browser/demo-data');
export const screenshots = path.join(build, 'screenshots');

export const program = (name) => path.join(build, 'bin', name);
export const helper = (name) => path.join(source, 'tests/support', name);

// A folder of the test's own, removed by the function that comes with it.
export function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-browser-'));
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}
