// Writes src/lib/api/schema.d.ts from the API's document: that of the code beside us, or an address or file that is named.
// With --check nothing is written: the exit status says whether what is there is what would be written.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TARGET = 'src/lib/api/schema.d.ts';
const PYTHON = process.env.PYTHON ?? 'var/venv/bin/python';

const given = process.argv.slice(2);
const isCheck = given.includes('--check');
const named = given.find((argument) => !argument.startsWith('--'));

const folder = mkdtempSync(join(tmpdir(), 'api-types-'));
try {
  const written = isCheck ? join(folder, 'schema.d.ts') : TARGET;
  execFileSync('node_modules/.bin/openapi-typescript', [named ?? ownDocument(), '-o', written], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (isCheck && readFileSync(written, 'utf8') !== readFileSync(TARGET, 'utf8')) {
    console.error(`${TARGET} is not what the API says of itself: npm run api`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

function ownDocument() {
  const document = execFileSync(PYTHON, ['-m', 'gateway.openapi'], {
    cwd: '..',
    maxBuffer: 64 * 1024 * 1024,
  });
  const file = join(folder, 'openapi.json');
  writeFileSync(file, document);
  return file;
}
