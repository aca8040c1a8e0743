import * as z from 'zod';
import { Refusal } from './refusal.ts';
import type { BucketSpec } from './s3/server.ts';
import type { Resolver } from './template/resolve.ts';

const list = z.array(z.string());

const bucketSchema = z.looseObject({
  VersioningConfiguration: z.looseObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  CorsConfiguration: z
    .looseObject({
      CorsRules: z.array(
        z.looseObject({
          AllowedOrigins: list,
          AllowedMethods: list,
          AllowedHeaders: list.default([]),
          ExposedHeaders: list.default([]),
          MaxAge: z.number().optional(),
        }),
      ),
    })
    .optional(),
});

const announcingSchema = z.looseObject({
  NotificationConfiguration: z
    .looseObject({ EventBridgeConfiguration: z.looseObject({ EventBridgeEnabled: z.boolean() }).optional() })
    .optional(),
});

/** The buckets whose new objects are events on the bus. */
export function readAnnouncing(resolver: Resolver): ReadonlySet<string> {
  const announcing = resolver.ofType('AWS::S3::Bucket').filter(({ properties }) => {
    const { NotificationConfiguration } = announcingSchema.parse(properties);
    return NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false;
  });
  return new Set(announcing.map(({ name }) => name));
}

const policySchema = z.looseObject({ Bucket: z.string(), PolicyDocument: z.unknown() });

/** The buckets of the template, as the S3 server takes them. Of their policies only the rule about TLS means anything. */
export function readBuckets(resolver: Resolver): BucketSpec[] {
  const policies = resolver
    .ofType('AWS::S3::BucketPolicy')
    .map((resource) => policySchema.parse(resource.properties))
    .filter((policy) => JSON.stringify(policy.PolicyDocument).includes('aws:SecureTransport'));
  return resolver.ofType('AWS::S3::Bucket').map((resource) => {
    const parsed = bucketSchema.safeParse(resource.properties);
    if (!parsed.success)
      throw new Refusal(`Bucket ${resource.name} is not of a kind that the local cloud runs.`);
    const { VersioningConfiguration, CorsConfiguration } = parsed.data;
    return {
      name: resource.name,
      denyInsecureTransport: policies.some((policy) => policy.Bucket === resource.name),
      versioned: VersioningConfiguration?.Status === 'Enabled',
      cors: (CorsConfiguration?.CorsRules ?? []).map((rule) => ({
        allowedOrigins: rule.AllowedOrigins,
        allowedMethods: rule.AllowedMethods,
        allowedHeaders: rule.AllowedHeaders,
        exposedHeaders: rule.ExposedHeaders,
        ...(rule.MaxAge !== undefined && { maxAgeSeconds: rule.MaxAge }),
      })),
    };
  });
}
