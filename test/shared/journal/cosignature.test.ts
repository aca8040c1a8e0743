import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signingKey } from '../../../bench/audit/made-sources.ts';
import { encodeBase64 } from '../../../shared/journal/base64.ts';
import {
  cosignatureVerifier,
  newWitnessKey,
  openWitness,
  secondsOf,
  withCosignatures,
} from '../../../shared/journal/cosignature.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import { parseNote, parseVerifierKey, verifyNote } from '../../../shared/journal/note.ts';

const text = `register.test/log\n5\n${encodeBase64(new Uint8Array(32).fill(7))}\n`;
const log = signingKey();
const note = log.signed(text);

async function witnessNamed(name: string) {
  const witness = await openWitness(await newWitnessKey(name));
  const verifier = witness && (await cosignatureVerifier(witness.verifierKey));
  if (!witness || !verifier) throw new Error('a new key is one');
  return { witness, verifier };
}

describe('a witness states what it saw, and when', () => {
  it('as a signature of kind 4 over the header, the time and the text of the checkpoint', async () => {
    const { witness } = await witnessNamed('witness.test/w1');
    const made = await witness.cosign(text, 1_679_315_147);
    expect(made.signature).toHaveLength(72);
    expect(secondsOf(made.signature)).toBe(1_679_315_147n);
    // Built again by hand from the definition, and checked by another implementation of Ed25519.
    const spki = Buffer.from('302a300506032b6570032100', 'hex');
    const key = parseVerifierKey(witness.verifierKey);
    expect(key?.type).toBe(4);
    const publicKey = createPublicKey({
      key: Buffer.concat([spki, Buffer.from(key?.publicKey ?? [])]),
      ...{ format: 'der', type: 'spki' },
    });
    const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${text}`);
    expect(verify(null, message, publicKey, made.signature.slice(8))).toBe(true);
  });

  it('and it stands under the note of the log beside the log’s own', async () => {
    const { witness, verifier } = await witnessNamed('witness.test/w1');
    const cosigned = await withCosignatures(note, [await witness.cosign(text, 100)], [verifier]);
    const parsed = parseNote(cosigned ?? '');
    const own = await ed25519Verifier(log.verifierKey);
    expect(parsed && own && (await verifyNote(parsed, [own, verifier]))).toEqual([own, verifier]);
  });

  it('the newest statement of each witness alone is kept, and of strangers what was there', async () => {
    const one = await witnessNamed('witness.test/w1');
    const two = await witnessNamed('witness.test/w2');
    const made = await Promise.all([100, 300, 200].map((at) => one.witness.cosign(text, at)));
    const foreign = await two.witness.cosign(text, 50);
    const first = (await withCosignatures(note, [...made, foreign], [one.verifier])) ?? '';
    const kept = parseNote(first)?.signatures ?? [];
    expect(kept.map(({ name }) => name)).toEqual(['register.test/log', 'witness.test/w1']);
    expect(secondsOf(kept[1]?.signature ?? new Uint8Array())).toBe(300n);
    const both = parseNote((await withCosignatures(first, [foreign], [two.verifier])) ?? '')?.signatures;
    expect(both?.map(({ name }) => name)).toEqual([
      'register.test/log',
      'witness.test/w1',
      'witness.test/w2',
    ]);
  });
});

describe('a cosignature is refused', () => {
  it('over another checkpoint, with another time, cut short, or of the log’s own kind', async () => {
    const { witness, verifier } = await witnessNamed('witness.test/w1');
    const made = await witness.cosign(text, 100);
    const bytes = new TextEncoder().encode(text);
    expect(await verifier.verify(bytes, made.signature)).toBe(true);
    expect(await verifier.verify(new TextEncoder().encode(text.replace('5', '6')), made.signature)).toBe(
      false,
    );
    for (let at = 0; at < 72; at += 1) {
      expect(await verifier.verify(bytes, made.signature.with(at, (made.signature[at] ?? 0) ^ 1))).toBe(
        false,
      );
    }
    for (const length of [0, 8, 64, 71]) {
      expect(await verifier.verify(bytes, made.signature.slice(0, length))).toBe(false);
    }
    expect(await cosignatureVerifier(log.verifierKey)).toBeUndefined();
    expect(await ed25519Verifier(witness.verifierKey)).toBeUndefined();
  });

  it('and a key that is not a witness’s opens none', async () => {
    const key = await newWitnessKey('witness.test/w1');
    const spoiled = key.replace(/\+([0-9a-f]{8})\+/, '+00000000+');
    for (const text of ['', 'PRIVATE+KEY', spoiled, key.slice(0, -4), key.replace('PRIVATE', 'PUBLIC')]) {
      expect(await openWitness(text)).toBeUndefined();
    }
    const witness = await openWitness(key);
    await expect(witness?.cosign('no checkpoint', 1)).rejects.toThrow(TypeError);
  });
});
