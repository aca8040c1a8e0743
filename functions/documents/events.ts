import * as z from 'zod';
import type { ScanResult } from '../../shared/register/document.ts';
import { scanned } from '../../shared/register/document-life.ts';
import { log } from '../_platform/logger.ts';
import { takeIn } from './arrival.ts';
import type { DocumentsDeps } from './deps.ts';
import { lookAfter } from './look-after.ts';
import { documentNamed, type Named } from './object-key.ts';
import { advance } from './state.ts';

const objectCreated = z.object({
  'detail-type': z.literal('Object Created'),
  source: z.literal('aws.s3'),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string() }),
  }),
});

const scanResult = z.object({
  'detail-type': z.literal('GuardDuty Malware Protection Object Scan Result'),
  source: z.literal('aws.guardduty'),
  detail: z.object({
    scanStatus: z.string(),
    s3ObjectDetails: z.object({
      bucketName: z.string(),
      objectKey: z.string(),
      versionId: z.string().nullish(),
    }),
    scanResultDetails: z.object({ scanResultStatus: z.string().nullish() }).nullish(),
  }),
});

const scheduled = z.object({ 'detail-type': z.literal('Scheduled Event') });

const event = z.union([objectCreated, scanResult, scheduled]);

/** The scanner's words for how a scan ended; a word that is not among them counts as a failure. */
const results: Readonly<Record<string, ScanResult>> = {
  NO_THREATS_FOUND: 'clean',
  THREATS_FOUND: 'infected',
  UNSUPPORTED: 'unsupported',
  ACCESS_DENIED: 'refused',
  FAILED: 'failed',
};

/**
 * What reaches the documents without a caller: an object came, a scan ended, the clock struck. Events about other
 * buckets or other objects are left alone, whoever routed them here.
 */
export async function onEvent(deps: DocumentsDeps, raw: unknown): Promise<unknown> {
  const parsed = event.safeParse(raw);
  if (!parsed.success) return ignore('not an event that is known here');
  const told = parsed.data;
  switch (told['detail-type']) {
    case 'Scheduled Event':
      return lookAfter(deps);
    case 'Object Created': {
      const { bucket, object } = told.detail;
      const named = documentNamed(object.key);
      if (bucket.name !== deps.vault.bucket || !named) return ignore('another object');
      return takeIn(deps, named);
    }
    case 'GuardDuty Malware Protection Object Scan Result': {
      const { bucketName, objectKey, versionId } = told.detail.s3ObjectDetails;
      const named = documentNamed(objectKey);
      if (bucketName !== deps.vault.bucket || !named) return ignore('another object');
      return onScan(deps, named, versionId ?? 'null', told.detail);
    }
  }
}

async function onScan(
  deps: DocumentsDeps,
  named: Named,
  object: string,
  { scanStatus, scanResultDetails }: z.output<typeof scanResult>['detail'],
): Promise<void> {
  const said = scanResultDetails?.scanResultStatus ?? scanStatus;
  const known = results[said] ?? 'failed';
  // Only a scan that went to its end can say that there is nothing.
  const result = known === 'clean' && scanStatus !== 'COMPLETED' ? 'failed' : known;
  await advance(deps, named, (state, at) => scanned(state, result, object, at));
}

function ignore(why: string): void {
  log.warn('DOCUMENT_IGNORED', { why });
}
