import { join } from 'node:path';
import * as z from 'zod';
import { identityFolder, readPrivate, replacePrivate } from './identity/private-file.ts';

const credentials = z.strictObject({ clientId: z.string().min(1), secret: z.string().min(24) });
export type MachineCredentials = z.infer<typeof credentials>;

const fileOf = (dataFolder: string, machine: string): string =>
  join(identityFolder(dataFolder), `machine-${machine}.json`);

/** What a demo machine signs in with, as its owner wrote it down; undefined before that. */
export function readMachine(dataFolder: string, machine: string): Promise<MachineCredentials | undefined> {
  return readPrivate(fileOf(dataFolder, machine), credentials);
}

/** Writes down what the register shows once, for its owner alone (0600). */
export function keepMachine(dataFolder: string, machine: string, given: MachineCredentials): Promise<void> {
  return replacePrivate(fileOf(dataFolder, machine), credentials.parse(given));
}
