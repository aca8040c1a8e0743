import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { report } from './report.ts';

// The functions run on Node 24, and another version would load and run them otherwise.
if (!process.version.startsWith('v24.')) {
  console.error(`Node 24 is needed, this is ${process.version}: run "npm run bench".`);
  process.exit(1);
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, hasty: { type: 'boolean', default: false } },
});
const file = fileURLToPath(new URL('../.local/bench/results.json', import.meta.url));

const results = await measure(values.hasty ? 'hasty' : 'full', (what) => console.error(`measuring ${what}`));
const json = `${JSON.stringify(results, null, 2)}\n`;
if (values.json) {
  process.stdout.write(json);
} else {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, json);
  console.log(`${report(results)}\n\nAll figures: ${file}`);
}
