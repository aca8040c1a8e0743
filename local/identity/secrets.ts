import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { sameText } from '../access/signed-call.ts';
import { identityFolder, keepPrivate, replacePrivate } from './private-file.ts';

const clientSecret = z.object({
  id: z.string().max(128),
  value: z.string().min(24).max(64),
  /** Milliseconds since the epoch. */
  createdAt: z.int(),
});
export type ClientSecret = z.infer<typeof clientSecret>;

/** One at least, and two at most, as Cognito has it. */
const kept = z.array(clientSecret).min(1).max(2);

const VALUE_CHARS = 51;
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

function newSecret(clientId: string, nowMs: number): ClientSecret {
  const value = Array.from({ length: VALUE_CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return { id: `${clientId}--${nowMs}`, value, createdAt: nowMs };
}

/** The secrets of one app client: any of them signs it in. */
export type ClientSecrets = {
  list(): readonly ClientSecret[];
  add(): Promise<ClientSecret | 'two-already'>;
  remove(id: string): Promise<'removed' | 'unknown' | 'last'>;
  /** Compares with each of them, in the same time whichever fits. */
  matches(given: string): boolean;
};

/**
 * Opens the secrets of an app client: a random one at first, kept ever after with those that were added, so that a
 * configured machine works after a restart. A change is on disk before it is told.
 */
export async function openSecrets(dataFolder: string, clientId: string): Promise<ClientSecrets> {
  const file = join(identityFolder(dataFolder), `secrets-${clientId}.json`);
  let secrets = await keepPrivate(file, kept, async () => [newSecret(clientId, Date.now())]);
  let turn: Promise<unknown> = Promise.resolve();
  const write = async (next: readonly ClientSecret[]) => {
    await replacePrivate(file, kept.parse(next));
    secrets = [...next];
  };
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = turn.then(act);
    turn = done.catch(() => {});
    return done;
  };
  return {
    list: () => secrets,
    add: () =>
      inTurn(async () => {
        if (secrets.length >= 2) return 'two-already';
        // An id is a client and a millisecond; two secrets of one millisecond must still differ.
        const newest = Math.max(...secrets.map((one) => one.createdAt));
        const made = newSecret(clientId, Math.max(Date.now(), newest + 1));
        await write([...secrets, made]);
        return made;
      }),
    remove: (id) =>
      inTurn(async () => {
        if (!secrets.some((one) => one.id === id)) return 'unknown';
        if (secrets.length === 1) return 'last';
        await write(secrets.filter((one) => one.id !== id));
        return 'removed';
      }),
    matches: (given) => secrets.map((one) => sameText(one.value, given)).includes(true),
  };
}
