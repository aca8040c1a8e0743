import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { ed25519Verifier } from '../../shared/journal/ed25519.ts';
import { type NoteSignature, signatureTypes, verifierKey } from '../../shared/journal/note.ts';

/** Who signs notes: a name, the public half as strangers are told it, and the signing itself. */
export type Signer = {
  readonly name: string;
  /** `name+keyId+key`, as a verifier takes it. */
  readonly verifierKey: string;
  readonly sign: (text: string) => Promise<NoteSignature>;
};

const utf8 = new TextEncoder();
/** What stands before the 32 bytes of an Ed25519 public key in SubjectPublicKeyInfo (RFC 8410 section 4). */
const spkiPrefix = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);
const publicKeyBytes = 32;

/** The verifier key of a signing key, which never changes; asked for once. */
export async function verifierKeyOf(keyArn: string, name: string, client: KMSClient): Promise<string> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyArn }));
  return verifierKey(name, signatureTypes.ed25519, rawKey(PublicKey));
}

function rawKey(spki: Uint8Array | undefined): Uint8Array {
  const known = spki?.length === spkiPrefix.length + publicKeyBytes;
  if (!known || !spkiPrefix.every((byte, at) => spki[at] === byte)) throw new Error('not an Ed25519 key');
  return spki.slice(spkiPrefix.length);
}

/**
 * The signer behind a key of the key service. What it signed is checked before it is handed on: a wrong key would else
 * show only when a stranger does not believe us.
 */
export async function kmsSigner(
  keyArn: string,
  name: string,
  client: KMSClient = new KMSClient({ maxAttempts: 4 }),
): Promise<Signer> {
  const own = await verifierKeyOf(keyArn, name, client);
  const verifier = await ed25519Verifier(own);
  if (!verifier) throw new Error(`no verifier can be made of ${own}`);
  return {
    name,
    verifierKey: own,
    sign: async (text) => {
      const message = utf8.encode(text);
      const answer = await client.send(
        new SignCommand({
          ...{ KeyId: keyArn, Message: message, MessageType: 'RAW' },
          SigningAlgorithm: 'ED25519_SHA_512',
        }),
      );
      const signature = answer.Signature ?? new Uint8Array();
      if (!(await verifier.verify(message, signature)))
        throw new Error(`${name} signed what it cannot verify`);
      return { name, keyId: verifier.keyId, signature };
    },
  };
}
