import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../shared/journal/base64.ts';
import { checkpointText, parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import {
  formatNote,
  parseNote,
  parseVerifierKey,
  verifierKey,
  verifyNote,
} from '../../../shared/journal/note.ts';
import { formatTlogProof, parseTlogProof } from '../../../shared/journal/tlog-proof.ts';

// The example of the specification itself (C2SP signed-note): key, text and signature were made elsewhere.
const key = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const signed =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

async function verifier() {
  const made = await ed25519Verifier(key);
  if (!made) throw new Error('the key of the specification is sound');
  return made;
}

describe('a signed note (C2SP signed-note)', () => {
  it('is verified as in the example of the specification', async () => {
    const note = parseNote(signed);
    expect(note?.text).toBe('This is an example message.\n');
    expect(await verifyNote(note ?? { text: '', signatures: [] }, [await verifier()])).toHaveLength(1);
  });

  it('is written as it was read', () => {
    const note = parseNote(signed);
    expect(note && formatNote(note)).toBe(signed);
  });

  it('is spoiled by one changed byte of its text', async () => {
    const note = parseNote(signed.replace('example message', 'Example message'));
    expect(note && (await verifyNote(note, [await verifier()]))).toBe('bad-signature');
  });

  it('counts no signature of a key that nobody named', async () => {
    const note = parseNote(signed);
    expect(note && (await verifyNote(note, []))).toEqual([]);
  });

  it('refuses control characters, missing ends and malformed signatures', () => {
    const broken = [
      signed.slice(0, -1),
      signed.replace('message', 'mess\tage'),
      signed.replace('— ', '- '),
      signed.replace('IneyaQM=', 'IneyaQN='),
      signed.replace('\n\n', '\n'),
      '\n\n',
      '',
    ];
    for (const text of broken) expect(parseNote(text)).toBeUndefined();
  });

  it('believes no verifier key whose id is not that of its key', () => {
    const parsed = parseVerifierKey(key);
    expect(parsed && verifierKey(parsed.name, parsed.type, parsed.publicKey)).toBe(key);
    expect(parseVerifierKey(key.replace('530d903a', '530d903b'))).toBeUndefined();
    expect(parseVerifierKey(key.replace('foo', 'bar'))).toBeUndefined();
  });
});

describe('a checkpoint (C2SP tlog-checkpoint)', () => {
  const root = new Uint8Array(32).fill(7);

  it('is read as it was written', () => {
    const text = checkpointText({ origin: 'example.com/log', size: 20852163, root });
    expect(parseCheckpoint(text)).toEqual({ origin: 'example.com/log', size: 20852163, root });
  });

  it('is refused with a padded, negative or huge size, a short root, or lines missing', () => {
    const text = checkpointText({ origin: 'o', size: 12, root });
    for (const size of ['012', '-1', '1e3', '9007199254740993', '99999999999999999999', '']) {
      expect(parseCheckpoint(text.replace('\n12\n', `\n${size}\n`))).toBeUndefined();
    }
    expect(parseCheckpoint(text.replace('BwcHBwc', 'BwcHBw'))).toBeUndefined();
    expect(parseCheckpoint('o\n12\n')).toBeUndefined();
    expect(parseCheckpoint(`${text}\n`)).toBeUndefined();
  });
});

describe('a proof in a file (C2SP tlog-proof)', () => {
  it('is read as it was written, whatever it holds', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const proof = fc.record(
      {
        extra: fc.uint8Array({ minLength: 1, maxLength: 50 }),
        index: fc.maxSafeNat(),
        path: fc.array(hash, { maxLength: 40 }),
        checkpoint: fc.constant(signed),
      },
      { requiredKeys: ['index', 'path', 'checkpoint'] },
    );
    fc.assert(fc.property(proof, (one) => void expect(parseTlogProof(formatTlogProof(one))).toEqual(one)));
  });

  it('is refused with another header, index, hash length, or too many hashes', () => {
    const path = [new Uint8Array(32)];
    const text = formatTlogProof({ index: 5, path, checkpoint: signed });
    expect(parseTlogProof(text)).toBeDefined();
    expect(parseTlogProof(text.replace('@v1', '@v2'))).toBeUndefined();
    expect(parseTlogProof(text.replace('index 5', 'index 05'))).toBeUndefined();
    expect(parseTlogProof(text.replace('index 5', 'index -5'))).toBeUndefined();
    expect(parseTlogProof(text.replace('AAAA', ''))).toBeUndefined();
    const long = formatTlogProof({ index: 5, path: Array(80).fill(new Uint8Array(32)), checkpoint: signed });
    expect(parseTlogProof(long)).toBeUndefined();
  });
});

describe('base64', () => {
  it('is that of the platform, and no text but the canonical one is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodeBase64(text)).toEqual(bytes);
      }),
    );
    for (const text of ['A', 'AA', 'AA=', 'AB==', 'A===', '====', 'AA=A', 'AA==\n']) {
      expect(decodeBase64(text)).toBeUndefined();
    }
  });
});
