import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Endpoints, RoleKey } from './lambda/functions.ts';
import { Refusal } from './refusal.ts';
import { place } from './template/names.ts';
import type { Resolver } from './template/resolve.ts';

/** How a command of this machine's operator reaches the tables and buckets of the running cloud, to read them. */
const reach = z.strictObject({ origin: z.string(), environment: z.record(z.string(), z.string()) });
export type Reach = z.output<typeof reach>;

const fileIn = (folder: string) => join(folder, 'reach.json');

const variables = z.looseObject({
  Environment: z.looseObject({ Variables: z.record(z.string(), z.unknown()) }).optional(),
});

/** Written at each start, for its owner alone: the key in it is as new as the start, and reads only. */
export function writeReach(
  folder: string,
  made: { origin: string; endpoints: Endpoints; resolver: Resolver; key: RoleKey },
): void {
  const { origin, endpoints, resolver, key } = made;
  const environment = {
    ...namesIn(resolver),
    AWS_REGION: place.region,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  };
  rmSync(fileIn(folder), { force: true });
  writeFileSync(fileIn(folder), `${JSON.stringify({ origin, environment } satisfies Reach, null, 2)}\n`, {
    mode: 0o600,
  });
}

export function forgetReach(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

/** Tables, buckets and settings by the names under which the functions of the template know them. */
function namesIn(resolver: Resolver): Record<string, string> {
  const told = resolver
    .ofType('AWS::Lambda::Function')
    .flatMap(({ properties }) =>
      Object.entries(variables.safeParse(properties).data?.Environment?.Variables ?? {}),
    )
    .filter(([name]) => /^(TABLE|BUCKET)_|^(JOURNAL_ORIGIN|DEMONSTRATION)$/.test(name));
  return Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
}

export function readReach(folder: string): Reach {
  try {
    return reach.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    throw new Refusal(`No local cloud runs in ${folder}: start it with "npm start".`);
  }
}
