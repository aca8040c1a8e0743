import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { type AuditReport, audit } from '../../../shared/audit/audit.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import type { Verifier } from '../../../shared/journal/note.ts';
import { readConfig } from '../../_platform/config.ts';
import { openShelf } from '../../_platform/journal/shelf.ts';
import { openStore } from '../../_platform/store/open-store.ts';
import { tableSources } from './tables.ts';
import { told } from './told.ts';

const names = [
  'TABLE_REGISTER',
  'TABLE_PARTIES',
  'TABLE_JOURNAL',
  'BUCKET_BODIES',
  'BUCKET_JOURNAL',
] as const;

const usage = `Usage: node functions/journal/audit/main.ts --keys <file> [--json]
  --keys   the log's verifier keys, one a line; checkpoints of any of them are believed
  --json   the report as JSON
Environment: ${names.join(', ')}, JOURNAL_ORIGIN, DEMONSTRATION, and what the cloud's own tools need to reach it.`;

/** 0: log and register are one. 1: they differ. 2: no audit was made. */
export type ExitCode = 0 | 1 | 2;

export type AuditCommand = {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
};

/** Audits the register that the environment names, and tells of it on `out`; what kept it from that on `err`. */
export async function auditCommand({ args, environment, out, err }: AuditCommand): Promise<ExitCode> {
  try {
    const { keys, json } = optionsIn(args);
    const report = await auditOf(environment, await verifiersIn(keys));
    out(json ? `${JSON.stringify(report, null, 2)}\n` : told(report));
    return report.difference ? 1 : 0;
  } catch (error) {
    err(`未能审计 no audit was made: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    return 2;
  }
}

function optionsIn(args: readonly string[]): { keys: string; json: boolean } {
  const options = { keys: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.keys === undefined) throw new Error('--keys is missing');
  return { keys: values.keys, json: values.json };
}

async function verifiersIn(file: string): Promise<Verifier[]> {
  const lines = readFileSync(file, 'utf8').split('\n');
  const keys = lines.map((line) => line.trim()).filter((line) => line !== '');
  const verifiers = await Promise.all(keys.map(ed25519Verifier));
  const known = verifiers.filter((one) => one !== undefined);
  if (known.length !== keys.length || known.length === 0) throw new Error(`${file} holds no verifier keys`);
  return known;
}

function auditOf(environment: AuditCommand['environment'], verifiers: Verifier[]): Promise<AuditReport> {
  const config = readConfig([...names, 'JOURNAL_ORIGIN', 'DEMONSTRATION'], environment);
  const client = new S3Client({ forcePathStyle: true, maxAttempts: 4 });
  return audit(
    tableSources({
      store: openStore(config),
      shelf: openShelf(config.BUCKET_JOURNAL, client),
      bodies: { bucket: config.BUCKET_BODIES, client },
      ...{ origin: config.JOURNAL_ORIGIN, verifiers, demonstration: config.DEMONSTRATION, now: Date.now },
    }),
  );
}
