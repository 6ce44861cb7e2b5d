// Writes src/lib/api/schema.d.ts from the gateway's document: an address or a file, by default the running system's.
import { execFileSync } from 'node:child_process';

const source = process.argv[2] ?? 'http://127.0.0.1:8000/api/openapi.json';
const target = 'src/lib/api/schema.d.ts';

execFileSync('npx', ['openapi-typescript', source, '-o', target], { stdio: 'inherit' });
