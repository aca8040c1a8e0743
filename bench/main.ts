import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { auditReport, measureAudit } from './audit-report.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';
import { measureSearchCertificates, searchCertificateReport } from './search-certificate-report.ts';
import { measureSearch, searchReport } from './search-report.ts';
import { measureSequencing, sequencingReport } from './sequencing-report.ts';

// The functions run on Node 24, and another version would load and run them otherwise.
if (!process.version.startsWith('v24.')) {
  console.error(`Node 24 is needed, this is ${process.version}: run "npm run bench".`);
  process.exit(1);
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    hasty: { type: 'boolean', default: false },
    /** The search instead of all else: it fills a register of 100,000 parties, which takes longer than the rest. */
    search: { type: 'boolean', default: false },
    /** Search certificates instead of all else: they want a map of 100,000 encumbered titles, page by page. */
    encumbrance: { type: 'boolean', default: false },
    /** The audit instead of all else: a log of 100,000 entries takes minutes to make and to read. */
    audit: { type: 'boolean', default: false },
    /** The sequencer instead of all else. */
    sequencing: { type: 'boolean', default: false },
  },
});
const plan = values.hasty ? 'hasty' : 'full';
const tell = (what: string) => console.error(`measuring ${what}`);

if (values.audit) {
  const results = measureAudit(plan, tell);
  tellAll('audit', results, auditReport(results));
} else if (values.sequencing) {
  const results = await measureSequencing(plan, tell);
  tellAll('sequencing', results, sequencingReport(results));
} else if (values.search) {
  const results = await measureSearch(plan, tell);
  tellAll('search', results, searchReport(results));
} else if (values.encumbrance) {
  const results = await measureSearchCertificates(plan, tell);
  tellAll('encumbrance', results, searchCertificateReport(results));
} else {
  const results = await measure(plan, tell);
  tellAll('results', results, report(results));
}

function tellAll(name: string, results: unknown, text: string): void {
  const json = `${JSON.stringify(results, null, 2)}\n`;
  if (values.json) {
    process.stdout.write(json);
    return;
  }
  const file = fileURLToPath(new URL(`../.local/bench/${name}.json`, import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, json);
  console.log(`${text}\n\nAll figures: ${file}`);
}
