import { sha256 } from '../kernel/digest.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

/** C2SP signed-note: a text and the signatures under it. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };
export type NoteSignature = { readonly name: string; readonly keyId: number; readonly signature: Uint8Array };

/** Who is believed: a name, a key id made of name, kind and key, and how a signature is checked. */
export type Verifier = {
  readonly name: string;
  readonly keyId: number;
  readonly verify: (text: Uint8Array, signature: Uint8Array) => Promise<boolean>;
};

export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const;
type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

const utf8 = new TextEncoder();

/** Longer notes are refused unread: a checkpoint with its witnesses' signatures is far shorter. */
export const noteBytesMax = 100_000;
const signaturesMax = 100;

export function isKeyName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}+]/u.test(name);
}

/** The first four bytes of SHA-256 over name, newline, kind and key, as a number. */
export function keyIdOf(name: string, type: SignatureType, publicKey: Uint8Array): number {
  const digest = sha256(Uint8Array.of(...utf8.encode(`${name}\n`), type, ...publicKey));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

/** `name+keyId+key`: how a public key is handed on. */
export function verifierKey(name: string, type: SignatureType, publicKey: Uint8Array): string {
  const id = keyIdOf(name, type, publicKey).toString(16).padStart(8, '0');
  return `${name}+${id}+${encodeBase64(Uint8Array.of(type, ...publicKey))}`;
}

/** The parts of a verifier key; undefined where it is malformed or its id does not belong to its key. */
export function parseVerifierKey(
  text: string,
): { name: string; keyId: number; type: SignatureType; publicKey: Uint8Array } | undefined {
  const [, name = '', id = '', key = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = decodeBase64(key);
  const type = Object.values(signatureTypes).find((known) => known === bytes?.[0]);
  if (!bytes || type === undefined || !isKeyName(name) || bytes.length !== 33) return undefined;
  const publicKey = bytes.slice(1);
  const keyId = Number.parseInt(id, 16);
  return keyIdOf(name, type, publicKey) === keyId ? { name, keyId, type, publicKey } : undefined;
}

/** The note as it is written: the text, an empty line, a line a signature. */
export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

function signatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = new Uint8Array(4);
  new DataView(id.buffer).setUint32(0, keyId);
  return `— ${name} ${encodeBase64(Uint8Array.of(...id, ...signature))}\n`;
}

/** The note in a text; undefined where it is none. Nothing of it may be believed before `verifyNote`. */
export function parseNote(raw: string): Note | undefined {
  if (raw.length > noteBytesMax || !raw.isWellFormed()) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a note must not contain.
  if (/[\u0000-\u0009\u000b-\u001f]/.test(raw)) return undefined;
  const end = raw.lastIndexOf('\n\n');
  if (end < 0 || !raw.endsWith('\n')) return undefined;
  const text = raw.slice(0, end + 1);
  const lines = raw.slice(end + 2, -1).split('\n');
  if (lines.length > signaturesMax) return undefined;
  const signatures = lines.map(parseSignature);
  return signatures.every((one) => one !== undefined) ? { text, signatures } : undefined;
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name = '', encoded = ''] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (!bytes || bytes.length < 5 || !isKeyName(name)) return undefined;
  return {
    name,
    keyId: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0),
    signature: bytes.slice(4),
  };
}

/**
 * The verifiers whose signature stands under the note. A signature of a known key that does not verify spoils the
 * whole note; those of unknown keys are passed over.
 */
export async function verifyNote(
  note: Note,
  verifiers: readonly Verifier[],
): Promise<Verifier[] | 'bad-signature'> {
  const text = utf8.encode(note.text);
  const found: Verifier[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    const verifier = verifiers.find((one) => one.name === name && one.keyId === keyId);
    if (!verifier || found.includes(verifier)) continue;
    if (!(await verifier.verify(text, signature))) return 'bad-signature';
    found.push(verifier);
  }
  return found;
}
