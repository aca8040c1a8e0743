import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import type { Assembly } from '../template/assembly.ts';
import { place } from '../template/names.ts';
import type { ResolvedResource, Resolver } from '../template/resolve.ts';
import { createFunction, type LambdaFunction } from './function.ts';
import { type Log, openLog } from './log.ts';

const propertiesSchema = z.looseObject({
  Runtime: z.string(),
  Handler: z.string(),
  Role: z.string(),
  Code: z.looseObject({ S3Key: z.string().optional() }),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
});

/** Credentials that tell the proxies which role calls; the secret is new at each start. */
export type RoleKey = { readonly accessKeyId: string; readonly secretAccessKey: string };

export type Endpoints = {
  readonly dynamodb: string;
  readonly s3: string;
  readonly cognito: string;
  readonly ses: string;
  readonly kms: string;
};

export type FunctionsOptions = {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly logFolder: string;
  /** Where the functions find DynamoDB, S3, the administration of Cognito, the mail and the key service. */
  readonly endpoints: Endpoints;
  readonly keyOf: (roleArn: string) => RoleKey;
  /** The one address of this cloud, on the port that it really has. */
  readonly origin: string;
};

/** Two cores serve everyone here, so more threads than this would only wait for each other. */
const concurrencyMax = 4;

/** The functions of the template by Arn. Nothing runs until it is invoked. */
export function createFunctions(options: FunctionsOptions): ReadonlyMap<string, LambdaFunction> {
  const functions = options.resolver
    .ofType('AWS::Lambda::Function')
    .map((resource) => createOne(resource, options))
    .filter((made) => made !== undefined);
  return new Map(functions.map((made) => [made.arn, made]));
}

function createOne(resource: ResolvedResource, options: FunctionsOptions): LambdaFunction | undefined {
  const parsed = propertiesSchema.safeParse(resource.properties);
  if (!parsed.success)
    throw new Refusal(`${resource.logicalId} of ${resource.stack} is not a function that runs here.`);
  const properties = parsed.data;
  const codeFolder = properties.Code.S3Key ? options.assembly.assetFolder(properties.Code.S3Key) : undefined;
  // Functions with code in the template itself belong to custom resources, which are inert here.
  if (codeFolder === undefined) return undefined;
  if (!properties.Runtime.startsWith('nodejs'))
    throw new Refusal(
      `${resource.name} runs on ${properties.Runtime}: the local cloud runs nodejs functions only.`,
    );
  if (!existsSync(codeFolder))
    throw new Refusal(`The code of ${resource.name} is missing (${codeFolder}): synthesise again.`);
  const log: Log = openLog(join(options.logFolder), resource.name);
  const made = createFunction(
    {
      codeFolder,
      handler: properties.Handler,
      functionName: resource.name,
      functionArn: resource.arn,
      memoryMb: properties.MemorySize,
      timeoutMs: properties.Timeout * 1000,
      concurrencyMax: Math.min(properties.ReservedConcurrentExecutions ?? concurrencyMax, concurrencyMax),
      environment: {
        ...addressed(properties.Environment?.Variables ?? {}, options.origin),
        ...reserved(resource, properties.Handler, properties.MemorySize, codeFolder),
        ...endpointVariables(options, properties.Role),
      },
    },
    log,
  );
  return { ...made, close: () => made.close().then(() => log.close()) };
}

/** A function that is told the register's own address is told this one: what it prints must lead here, whatever the port. */
function addressed(
  variables: Readonly<Record<string, string>>,
  origin: string,
): Readonly<Record<string, string>> {
  return 'PUBLIC_ORIGIN' in variables ? { ...variables, PUBLIC_ORIGIN: origin } : variables;
}

/** What Lambda itself puts into a function's environment. */
function reserved(resource: ResolvedResource, handler: string, memoryMb: number, codeFolder: string) {
  return {
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: resource.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${resource.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: codeFolder,
    _HANDLER: handler,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}

function endpointVariables(options: FunctionsOptions, roleArn: string) {
  const key = options.keyOf(roleArn);
  return {
    AWS_ENDPOINT_URL_DYNAMODB: options.endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: options.endpoints.s3,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: options.endpoints.cognito,
    AWS_ENDPOINT_URL_SESV2: options.endpoints.ses,
    AWS_ENDPOINT_URL_KMS: options.endpoints.kms,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  };
}
