import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import type { Resolver } from '../template/resolve.ts';

/** A bucket whose new objects are scanned, and the role by which the scanner reads them. */
export type ScanPlan = {
  readonly arn: string;
  readonly bucket: string;
  /** Absent: all of the bucket. */
  readonly prefixes: readonly string[] | undefined;
  readonly roleArn: string;
};

const planSchema = z.looseObject({
  Role: z.string(),
  ProtectedResource: z.looseObject({
    S3Bucket: z.looseObject({ BucketName: z.string(), ObjectPrefixes: z.array(z.string()).optional() }),
  }),
  // A tag that never came would be missed by whoever waits for it.
  Actions: z.looseObject({ Tagging: z.looseObject({ Status: z.literal('DISABLED') }) }).optional(),
});

/** The malware protection plans of the template. */
export function readScanPlans(resolver: Resolver): ScanPlan[] {
  return resolver.ofType('AWS::GuardDuty::MalwareProtectionPlan').map((resource) => {
    const parsed = planSchema.safeParse(resource.properties);
    if (!parsed.success)
      throw new Refusal(
        `${resource.logicalId} of ${resource.stack} is not a plan that the local cloud runs.`,
      );
    const { Role, ProtectedResource } = parsed.data;
    const { BucketName, ObjectPrefixes } = ProtectedResource.S3Bucket;
    return { arn: resource.arn, bucket: BucketName, prefixes: ObjectPrefixes, roleArn: Role };
  });
}
