import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environmentNamed } from '../../infra/environments.ts';
import { legalBounds, tableBackupDays } from '../../infra/retention.ts';
import { filingKept } from '../../shared/register/retention.ts';
import { at, listAt, ofType, type Resource, synthesise, textOf } from './synthesise.ts';

const { resources } = synthesise('prod');
const docs = new URL('../../docs/', import.meta.url);
const page = readFileSync(new URL('retention.md', docs), 'utf8');
const patterns = readFileSync(new URL('access-patterns.md', docs), 'utf8');

/** The rows of the first table under a heading, without its head. */
function tableUnder(text: string, heading: string): string[][] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const none = '–';

/** The kind of key, as the page names it. */
function keyOf(reference: unknown, otherwise: string): string {
  const kind = /^<(?:.*Att)?([a-z]+)Key/.exec(textOf(reference))?.[1];
  return kind === undefined ? otherwise : `\`${kind}\``;
}

function tableRow({ id, properties }: Resource): string[] {
  const ttl = at(properties, 'TimeToLiveSpecification');
  const backup = at(properties, 'PointInTimeRecoverySpecification');
  const days = at(backup, 'RecoveryPeriodInDays') ?? tableBackupDays;
  return [
    `table \`${id.replace(/Table.*/, '')}\``,
    keyOf(at(properties, 'SSESpecification', 'KMSMasterKeyId'), 'DynamoDB’s own'),
    at(ttl, 'Enabled') === true ? `\`${at(ttl, 'AttributeName')}\`` : none,
    none,
    at(backup, 'PointInTimeRecoveryEnabled') === true ? `${days} days` : none,
    none,
  ];
}

function bucketRow({ id, properties }: Resource): string[] {
  const encryption = at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
  const rules = listAt(properties, 'LifecycleConfiguration', 'Rules');
  const daysOf = (...path: string[]) => {
    const found = rules.map((rule) => at(rule, ...path)).filter((days) => days !== undefined);
    return found.length === 0 ? none : found.map((days) => `${days} days`).join(', ');
  };
  const lock = at(properties, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention');
  return [
    `bucket \`${id.replace(/Bucket.*/, '').replace('accesslogs', 'access-logs')}\``,
    keyOf(at(encryption, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID'), "S3's own"),
    none,
    daysOf('ExpirationInDays'),
    daysOf('NoncurrentVersionExpiration', 'NoncurrentDays'),
    lock === undefined ? none : `${at(lock, 'Mode')} ${at(lock, 'Days')} days`,
  ];
}

/** One row for all of a kind, which must then be alike. */
function alike(name: string, type: string, key: string, days: (resource: Resource) => number): string[] {
  const rows = ofType(resources, type).map((resource) =>
    [name, keyOf(resource.properties[key], 'none'), none, `${days(resource)} days`, none, none].join('|'),
  );
  expect(new Set(rows).size, `${name} are not all alike`).toBe(1);
  return String(rows[0]).split('|');
}

describe('the page on retention', () => {
  it('names every store with what the template of prod really says, and no other', () => {
    const found = [
      ...ofType(resources, 'AWS::DynamoDB::Table').map(tableRow),
      ...ofType(resources, 'AWS::S3::Bucket').map(bucketRow),
      alike('logs', 'AWS::Logs::LogGroup', 'KmsKeyId', ({ properties }) =>
        Number(properties['RetentionInDays']),
      ),
      alike(
        'dead letters',
        'AWS::SQS::Queue',
        'KmsMasterKeyId',
        ({ properties }) => Number(properties['MessageRetentionPeriod']) / 86_400,
      ),
    ];
    expect(tableUnder(page, 'Stores').toSorted()).toEqual(found.toSorted());
  });

  it('names every kind of item that the access patterns list, and no other', () => {
    const keys = (rows: string[][]) => rows.map(([table, pk, sk]) => `${table} ${pk} ${sk}`).toSorted();
    const tables = ofType(resources, 'AWS::DynamoDB::Table').map(({ id }) => id.replace(/Table.*/, ''));
    const items = tableUnder(page, 'Items and objects').filter(([store = '']) => tables.includes(store));
    expect(keys(items)).toEqual(keys(tableUnder(patterns, 'Items')));
  });

  it('misses no kind of item whose key the code of the functions spells', () => {
    const folder = fileURLToPath(new URL('../../functions/', import.meta.url));
    const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`${folder}${file}`, 'utf8'))
      .join('\n');
    const begins = [...code.matchAll(/\b[ps]k: *[`']([A-Z][A-Za-z#]+)/g)].map(([, found = '']) => found);
    expect(begins.length).toBeGreaterThan(30);
    const named = tableUnder(patterns, 'Items').flatMap(([, pk = '', sk = '']) => `${pk} ${sk}`);
    const missing = begins.filter((begin) => !named.some((keys) => keys.includes(`\`${begin}`)));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('says of each kind of object what becomes of it, for each bucket that a function writes', () => {
    const buckets = tableUnder(page, 'Items and objects').map(([store]) => store);
    const written = ofType(resources, 'AWS::S3::Bucket')
      .map(({ id }) => id.replace(/Bucket.*/, ''))
      .filter((name) => name !== 'accesslogs');
    expect(buckets).toEqual(expect.arrayContaining(written));
  });

  it('gives every kind a period, a ground that it explains, and what forgetting means', () => {
    const grounds = tableUnder(page, 'Grounds').map(([letter]) => letter);
    for (const [, pk, , personal, kept, ground = '', forgetting] of tableUnder(page, 'Items and objects')) {
      expect([personal, kept, forgetting].every(Boolean), pk).toBe(true);
      const named = ground.match(/\b([A-Z]|house)\b/g) ?? [];
      expect(named.length, pk).toBeGreaterThan(0);
      for (const one of named.filter((mark) => mark !== 'house' && mark !== 'M'))
        expect(grounds).toContain(one);
    }
  });

  it('tells the days for which filings are kept, as the code has them', () => {
    const row = tableUnder(page, 'Items and objects').find(([, , sk]) => sk === '`FILING`');
    for (const period of Object.values(filingKept)) expect(row?.[4]).toContain(`${period.days} days`);
  });
});

describe('prod', () => {
  const prod = environmentNamed('prod');

  it('keeps within what law asks, by the dated figures', () => {
    expect(prod.logDays).toBeGreaterThanOrEqual(legalBounds.logsLeast.days);
    expect(prod.certificateLock?.days).toBeGreaterThanOrEqual(legalBounds.certificatesLeast.days);
    expect(prod.certificateLock?.mode).toBe('COMPLIANCE');
    expect(prod.oldVersionDays).toBeLessThanOrEqual(legalBounds.oldVersionsMost.days);
    for (const bound of Object.values(legalBounds)) {
      expect(Date.parse(bound.since)).toBeLessThan(Date.now());
    }
  });
});
