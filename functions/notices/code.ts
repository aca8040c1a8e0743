import { sha256Hex } from '../../shared/kernel/digest.ts';
import type { AddressId } from '../../shared/kernel/id.ts';
import { addMillis, instantOf } from '../../shared/kernel/instant.ts';
import {
  addressOf,
  codeMinutes,
  codeTriesMax,
  type MailAddress,
  type NoticePreferences,
  withAddress,
} from '../../shared/register/notice-preferences.ts';
import { changePreferences, readPreferences } from '../_platform/store/notice-preferences.ts';
import { commit } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';

// Crockford's base32, as in identifiers: eight characters of it are five random bytes.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const codeBytes = 5;
const saltBytes = 16;
const roundsMax = 5;

/**
 * 验证码: draws a code at the moment in which it is mailed, and keeps its salted hash alone, so that the code itself
 * rests nowhere but in the mail. Nothing where the address waits for none any more.
 */
export async function drawCode(
  deps: NoticesDeps,
  first: NoticePreferences,
  id: AddressId,
): Promise<string | undefined> {
  const code = textOf(deps.ports.random(codeBytes));
  let preferences = first;
  for (let round = 0; round < roundsMax; round += 1) {
    const address = addressOf(preferences, id);
    if (address?.state !== 'unconfirmed') return undefined;
    const salt = Buffer.from(deps.ports.random(saltBytes)).toString('hex');
    const until = addMillis(instantOf(deps.ports.now()), codeMinutes * 60_000);
    const kept = { salt, hash: hashOf(salt, id, code), until, triesLeft: codeTriesMax };
    const changed = withAddress(preferences, { ...address, code: kept });
    const actions = [changePreferences(deps.store, preferences, changed)];
    if ((await commit(deps.store.client, deps.ports, actions)).kind === 'done') return shown(code);
    preferences = await readPreferences(deps.store, preferences);
  }
  throw new Error('the code could not be kept');
}

/** Whether this is the code that was mailed; o for 0 and i or l for 1 are forgiven, as are case and hyphens. */
export function opensCode(address: MailAddress, given: string): boolean {
  const { code, id } = address;
  const typed = given.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return code !== undefined && hashOf(code.salt, id, typed) === code.hash;
}

function hashOf(salt: string, id: AddressId, code: string): string {
  return sha256Hex(JSON.stringify([salt, id, code]));
}

const shown = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`;

function textOf(bytes: Uint8Array): string {
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const places = Array.from({ length: 8 }, (_, place) => Number((value >> BigInt(35 - 5 * place)) & 31n));
  return places.map((place) => alphabet.charAt(place)).join('');
}
