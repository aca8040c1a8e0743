import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { identityFolder, keepPrivate, readPrivate } from './private-file.ts';

const secret = z.string().min(32);

const secretFile = (dataFolder: string, clientId: string): string =>
  join(identityFolder(dataFolder), `secret-${clientId}.json`);

/** The secret of an app client: random at first, kept ever after, so that a configured machine works after a restart. */
export function openSecret(dataFolder: string, clientId: string): Promise<string> {
  return keepPrivate(secretFile(dataFolder, clientId), secret, async () =>
    randomBytes(32).toString('base64url'),
  );
}

/** The secret of an app client as another process on the same machine finds it; undefined when none was made. */
export function readSecret(dataFolder: string, clientId: string): Promise<string | undefined> {
  return readPrivate(secretFile(dataFolder, clientId), secret);
}
