import * as z from 'zod';
import type { MayDo, Outcome } from '../json-service/server.ts';
import type { SigningKey } from './signing-keys.ts';

const named = z.object({ KeyId: z.string().min(1).max(2048) });
const messageBytesMax = 4096;
const signing = named.extend({
  Message: z.base64(),
  MessageType: z.literal('RAW'),
  SigningAlgorithm: z.literal('ED25519_SHA_512'),
});

type Act = (key: SigningKey, input: unknown) => Outcome;

/** The calls that the register makes; no other is offered. */
const acts: Readonly<Record<string, { readonly input: z.ZodType<{ KeyId: string }>; readonly act: Act }>> = {
  GetPublicKey: {
    input: named,
    act: ({ arn, publicKey }) => ({
      answer: {
        ...{ KeyId: arn, PublicKey: publicKey.toString('base64'), KeySpec: 'ECC_NIST_EDWARDS25519' },
        ...{ KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'] },
      },
    }),
  },
  Sign: {
    input: signing,
    act: ({ arn, sign }, input) => {
      const message = Buffer.from(signing.parse(input).Message, 'base64');
      if (message.length === 0 || message.length > messageBytesMax) {
        return failure('ValidationException', `A message has 1 to ${messageBytesMax} bytes.`);
      }
      const Signature = sign(message).toString('base64');
      return { answer: { KeyId: arn, Signature, SigningAlgorithm: 'ED25519_SHA_512' } };
    },
  },
};

/** Makes one call. What the caller may not do is refused before anything is said of what there is. */
export function makeCall(name: string, input: unknown, keys: readonly SigningKey[], mayDo: MayDo): Outcome {
  const known = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!known) return failure('UnknownOperationException', `${name} is not offered by the local cloud.`);
  const read = known.input.safeParse(input);
  if (!read.success) {
    const issue = read.error.issues[0];
    return failure('ValidationException', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { KeyId } = read.data;
  const key = keys.find(({ arn, keyId }) => arn === KeyId || keyId === KeyId);
  const refused = mayDo(`kms:${name}`, key?.arn ?? KeyId);
  if (refused) return { failure: refused };
  return key ? known.act(key, input) : failure('NotFoundException', `Key '${KeyId}' does not exist`);
}

const failure = (code: string, message: string): Outcome => ({ failure: { code, message } });
