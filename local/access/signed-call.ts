import { createHash, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from './sha256.ts';

/** A call of a service that takes JSON, at its root (DynamoDB's and Cognito's kind) or at a path, as it came in. */
export type SignedCall = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The root where left out. */
  readonly path?: string;
};

export type SignedCallOptions = {
  readonly service: string;
  readonly region: string;
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly now: () => number;
};

/** Who signed the call, or why that cannot be believed, as the services name it. */
export type Caller =
  | { readonly accessKeyId: string }
  | { readonly refused: 'MissingAuthenticationTokenException' | 'IncompleteSignatureException' }
  | { readonly refused: 'UnrecognizedClientException' | 'InvalidSignatureException' };

const HEADER =
  /^AWS4-HMAC-SHA256 +Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request *, *SignedHeaders=([^,\s]+) *, *Signature=([0-9a-f]{64})$/;
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const SKEW_MS = 15 * 60_000;

/** Compares two texts without telling by time how much of one was right. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * Verifies the SigV4 signature of a call by signing it once more with the maintained signer: over the whole body, and
 * over host, date and target at least, which could otherwise be changed on the way.
 */
export async function callerOf(call: SignedCall, options: SignedCallOptions): Promise<Caller> {
  const given = call.headers['authorization'];
  if (given === undefined) return { refused: 'MissingAuthenticationTokenException' };
  const [, accessKeyId = '', day, region, service, names = '', signature = ''] = HEADER.exec(given) ?? [];
  const date = call.headers['x-amz-date'] ?? '';
  const signedAt = Date.parse(date.replace(DATE, '$1-$2-$3T$4:$5:$6Z'));
  if (signature === '' || !Number.isFinite(signedAt)) return { refused: 'IncompleteSignatureException' };
  const secretAccessKey = options.secretOf(accessKeyId);
  if (secretAccessKey === undefined) return { refused: 'UnrecognizedClientException' };
  const signed = names.split(';');
  const named = ['host', 'x-amz-date', ...(call.path === undefined ? ['x-amz-target'] : [])];
  const covers = named.every((name) => signed.includes(name));
  const inScope = date.startsWith(day ?? '-') && region === options.region && service === options.service;
  const inTime = Math.abs(options.now() - signedAt) <= SKEW_MS;
  // The signer takes a digest that the headers declare for the body's own, so the two must be one.
  const declared = call.headers['x-amz-content-sha256'];
  const whole = declared === undefined || declared === createHash('sha256').update(call.body).digest('hex');
  if (!covers || !inScope || !inTime || !whole) return { refused: 'InvalidSignatureException' };
  const signer = new SignatureV4({
    ...{ service: options.service, region: options.region, sha256: Sha256, applyChecksum: false },
    credentials: { accessKeyId, secretAccessKey },
  });
  const { 'x-amz-date': _date, ...headers } = Object.fromEntries(
    signed.map((name) => [name, call.headers[name] ?? '']),
  );
  const request = { method: 'POST', protocol: 'http:', hostname: headers['host'] ?? '' };
  const again = await signer.sign(
    { ...request, path: call.path ?? '/', query: {}, headers, body: call.body },
    { signingDate: new Date(signedAt) },
  );
  const expected = /Signature=([0-9a-f]{64})$/.exec(again.headers['authorization'] ?? '')?.[1] ?? '';
  return sameText(expected, signature) ? { accessKeyId } : { refused: 'InvalidSignatureException' };
}
