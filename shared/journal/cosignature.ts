import { decodeBase64, encodeBase64 } from './base64.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { ed25519Check } from './ed25519.ts';
import {
  formatNote,
  keyIdOf,
  type Note,
  type NoteSignature,
  parseNote,
  parseVerifierKey,
  signatureTypes,
  type Verifier,
  verifierKey,
} from './note.ts';

/**
 * C2SP tlog-cosignature, the kind over Ed25519: a witness states that at this second the checkpoint was the largest
 * consistent one that it had seen of the log. Whoever has the cosignatures of witnesses it trusts under a checkpoint
 * knows that everybody else was shown the same log.
 */
export type Witness = {
  readonly name: string;
  readonly verifierKey: string;
  /** `seconds`: the time, in whole seconds since 1970. */
  readonly cosign: (checkpoint: string, seconds: number) => Promise<NoteSignature>;
};

const utf8 = new TextEncoder();
const TIMESTAMP_BYTES = 8;
const SIGNATURE_BYTES = 64;
const SEED_BYTES = 32;

/** What is signed: two lines that no note begins with, and the whole text of the checkpoint. */
function message(text: string, seconds: bigint): Uint8Array<ArrayBuffer> {
  return utf8.encode(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** When a cosignature was made, in seconds; undefined where it cannot be one. */
export function secondsOf(signature: Uint8Array): bigint | undefined {
  if (signature.length !== TIMESTAMP_BYTES + SIGNATURE_BYTES) return undefined;
  const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return seconds > 0n && seconds < 2n ** 63n ? seconds : undefined;
}

/** Who is believed as a witness, from a verifier key of kind 0x04; undefined where it is of another kind, or none. */
export async function cosignatureVerifier(key: string): Promise<Verifier | undefined> {
  const parsed = parseVerifierKey(key);
  if (!parsed || parsed.type !== signatureTypes.cosignature) return undefined;
  const { name, keyId, publicKey } = parsed;
  const check = await ed25519Check(publicKey);
  if (!check) return undefined;
  return {
    ...{ name, keyId },
    verify: async (text, signature) => {
      const seconds = secondsOf(signature);
      if (seconds === undefined) return false;
      const signed = message(new TextDecoder().decode(text), seconds);
      return check(signed, signature.slice(TIMESTAMP_BYTES));
    },
  };
}

/** How a witness keeps its key: the name, the key's id, and kind and seed in base64. */
export function witnessKey(name: string, seed: Uint8Array, publicKey: Uint8Array): string {
  const id = keyIdOf(name, signatureTypes.cosignature, publicKey).toString(16).padStart(8, '0');
  return `PRIVATE+KEY+${name}+${id}+${encodeBase64(Uint8Array.of(signatureTypes.cosignature, ...seed))}`;
}

/** A new witness's key, as it is kept. */
export async function newWitnessKey(name: string): Promise<string> {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
  const { publicKey } = await pairOf(seed);
  return witnessKey(name, seed, publicKey);
}

/** The witness whose key this is; undefined where it is none, or its id is not that of its key. */
export async function openWitness(key: string): Promise<Witness | undefined> {
  const [, name = '', id = '', encoded = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  const bytes = decodeBase64(encoded);
  if (bytes?.length !== 1 + SEED_BYTES || bytes[0] !== signatureTypes.cosignature) return undefined;
  const { publicKey, privateKey } = await pairOf(bytes.slice(1));
  const keyId = keyIdOf(name, signatureTypes.cosignature, publicKey);
  if (keyId !== Number.parseInt(id, 16)) return undefined;
  return {
    name,
    verifierKey: verifierKey(name, signatureTypes.cosignature, publicKey),
    cosign: async (text, seconds) => {
      if (!parseCheckpoint(text)) throw new TypeError('only a checkpoint is cosigned');
      const at = BigInt(seconds);
      const made = await crypto.subtle.sign('Ed25519', privateKey, message(text, at));
      const signature = new Uint8Array(TIMESTAMP_BYTES + SIGNATURE_BYTES);
      new DataView(signature.buffer).setBigUint64(0, at);
      signature.set(new Uint8Array(made), TIMESTAMP_BYTES);
      return { name, keyId, signature };
    },
  };
}

/** A seed of Ed25519 as PKCS 8 has it (RFC 8410 section 7), which is how WebCrypto takes one. */
const pkcs8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

async function pairOf(seed: Uint8Array) {
  const encoded = Uint8Array.of(...pkcs8, ...seed);
  const privateKey = await crypto.subtle.importKey('pkcs8', encoded, 'Ed25519', true, ['sign']);
  const { x = '' } = await crypto.subtle.exportKey('jwk', privateKey);
  const publicKey = decodeBase64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`);
  if (!publicKey) throw new TypeError('a key without its public half');
  return { privateKey, publicKey };
}

/**
 * The note with the cosignatures of known witnesses added to it, each once and the newest; whatever is not theirs, or
 * does not verify, is left out. Undefined where the note is none.
 */
export async function withCosignatures(
  raw: string,
  added: readonly NoteSignature[],
  witnesses: readonly Verifier[],
): Promise<string | undefined> {
  const note = parseNote(raw);
  if (!note) return undefined;
  const own = note.signatures.filter((one) => !witnesses.some((known) => isOf(known, one)));
  const signatures = [...own];
  for (const witness of witnesses) {
    const theirs = [...note.signatures, ...added].filter((one) => isOf(witness, one));
    const newest = await newestOf(note, witness, theirs);
    if (newest) signatures.push(newest);
  }
  return formatNote({ text: note.text, signatures });
}

const isOf = ({ name, keyId }: Verifier, one: NoteSignature) => one.name === name && one.keyId === keyId;

async function newestOf(
  { text }: Note,
  witness: Verifier,
  all: readonly NoteSignature[],
): Promise<NoteSignature | undefined> {
  let newest: NoteSignature | undefined;
  for (const one of all) {
    const seconds = secondsOf(one.signature);
    if (seconds === undefined || !(await witness.verify(utf8.encode(text), one.signature))) continue;
    if (!newest || seconds > (secondsOf(newest.signature) ?? 0n)) newest = one;
  }
  return newest;
}
