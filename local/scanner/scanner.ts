import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { BusEvent } from '../events/bus.ts';
import { keyOf } from '../events/object-created.ts';
import type { RoleKey } from '../lambda/functions.ts';
import type { S3ObjectEvent } from '../s3/server.ts';
import { place } from '../template/names.ts';
import type { ScanPlan } from './plan.ts';
import { scan, type Verdict } from './scan.ts';

export type Scanner = {
  /** Looks at a new object a moment later, where a plan covers it. */
  see(told: S3ObjectEvent): void;
  close(): Promise<void>;
};

export type ScannerOptions = {
  readonly plans: readonly ScanPlan[];
  /** Where objects are, and the credentials of a plan's role. */
  readonly endpoint: () => string;
  readonly keyOf: (roleArn: string) => RoleKey;
  readonly tell: (event: BusEvent) => void;
  /** Milliseconds until it begins. */
  readonly delayMs?: number;
};

const delayMsHere = 300;

/** Stands for GuardDuty: reads each new object by the plan's own role, and answers with the event that it would send. */
export function openScanner(options: ScannerOptions): Scanner {
  const underWay = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  const later = (work: () => Promise<void>) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const running = work().finally(() => underWay.delete(running));
      underWay.add(running);
    }, options.delayMs ?? delayMsHere);
    timers.add(timer);
  };
  return {
    see: (told) => {
      const { bucket, object } = told.s3;
      const key = keyOf(object.key);
      for (const plan of options.plans.filter((one) => covers(one, bucket.name, key))) {
        later(async () => {
          const verdict = await look(options, plan, key, object.versionId);
          if (verdict) options.tell(resultEvent(plan, told, verdict));
        });
      }
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

function covers(plan: ScanPlan, bucket: string, key: string): boolean {
  return plan.bucket === bucket && (plan.prefixes?.some((prefix) => key.startsWith(prefix)) ?? true);
}

async function look(
  options: ScannerOptions,
  plan: ScanPlan,
  key: string,
  version: string | undefined,
): Promise<Verdict | undefined> {
  const client = new S3Client({
    endpoint: options.endpoint(),
    region: place.region,
    credentials: options.keyOf(plan.roleArn),
    forcePathStyle: true,
  });
  try {
    const asked = { Bucket: plan.bucket, Key: key, VersionId: version };
    const answer = await client.send(new GetObjectCommand(asked));
    return await scan(Buffer.from((await answer.Body?.transformToByteArray()) ?? []));
  } catch (error) {
    const denied = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
    return { status: denied ? 'ACCESS_DENIED' : 'FAILED' };
  } finally {
    client.destroy();
  }
}

const scanStatuses: Readonly<Record<Verdict['status'], string>> = {
  NO_THREATS_FOUND: 'COMPLETED',
  THREATS_FOUND: 'COMPLETED',
  UNSUPPORTED: 'SKIPPED',
  ACCESS_DENIED: 'SKIPPED',
  FAILED: 'FAILED',
};

function resultEvent(plan: ScanPlan, told: S3ObjectEvent, verdict: Verdict): BusEvent {
  const { bucket, object } = told.s3;
  return {
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    resources: [plan.arn],
    detail: {
      schemaVersion: '1.0',
      scanStatus: scanStatuses[verdict.status],
      resourceType: 'S3_OBJECT',
      s3ObjectDetails: {
        bucketName: bucket.name,
        objectKey: keyOf(object.key),
        eTag: object.eTag,
        versionId: object.versionId ?? 'null',
        s3Throttled: false,
      },
      scanResultDetails: {
        scanResultStatus: verdict.status,
        threats: 'threats' in verdict ? verdict.threats.map((name) => ({ name })) : null,
      },
    },
  };
}
