import * as z from 'zod';
import { Refusal } from '../refusal.ts';

const units = z.enum(['seconds', 'minutes', 'hours', 'days']);

/** Cognito counts access tokens in hours and refresh tokens in days unless the template says otherwise. */
const validityUnits = z
  .object({ AccessToken: units.default('hours'), RefreshToken: units.default('days') })
  .prefault({});

/** The properties of `AWS::Cognito::*` that the local identity provider acts on; others are passed over. */
export const poolProperties = z.object({ UserPoolName: z.string().default('') });

export const clientProperties = z.object({
  UserPoolId: z.string(),
  ClientName: z.string().optional(),
  GenerateSecret: z.boolean().default(false),
  AllowedOAuthFlows: z.array(z.enum(['code', 'client_credentials'])).default([]),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  CallbackURLs: z.array(z.url()).default([]),
  LogoutURLs: z.array(z.url()).default([]),
  AccessTokenValidity: z.number().positive().default(1),
  RefreshTokenValidity: z.number().positive().default(30),
  TokenValidityUnits: validityUnits,
  RefreshTokenRotation: z
    .object({
      Feature: z.enum(['ENABLED', 'DISABLED']),
      RetryGracePeriodSeconds: z.number().min(0).default(0),
    })
    .optional(),
});

export const serverProperties = z.object({
  UserPoolId: z.string(),
  Identifier: z.string(),
  Scopes: z.array(z.object({ ScopeName: z.string() })).default([]),
});

export const groupProperties = z.object({ UserPoolId: z.string(), GroupName: z.string() });

const minutesOf = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 } as const;

/** A validity and its unit in minutes. */
export const inMinutes = (count: number, unit: z.infer<typeof units>): number => count * minutesOf[unit];

/** Parses one resource's properties; the refusal names the resource and the property that cannot be run here. */
export function propertiesOf<T>(schema: z.ZodType<T>, logicalId: string, properties: unknown): T {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw new Refusal(`The local identity provider cannot run ${logicalId}: ${where}`);
}
