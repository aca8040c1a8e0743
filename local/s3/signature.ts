import { createHash, timingSafeEqual } from 'node:crypto';
import { getCanonicalHeaders, SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../access/sha256.ts';
import { type Authorization, checkScopeAndTime, readAuthorization } from './authorization.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

type SignerInit = ConstructorParameters<typeof SignatureV4>[0];

/** The maintained signer, asked for the signature a request should have had. */
class Recomputer extends SignatureV4 {
  constructor(init: Omit<SignerInit, 'sha256' | 'service' | 'uriEscapePath'>) {
    super({ ...init, service: 's3', sha256: Sha256, uriEscapePath: false });
  }

  async signatureOf(request: S3Request, claim: Authorization, payloadHash: string): Promise<string> {
    const headers = Object.fromEntries(claim.signedHeaders.map((n) => [n, request.headers.get(n) ?? '']));
    const parts = {
      method: request.method,
      protocol: 'http:',
      hostname: request.headers.get('host') ?? '',
      path: request.path,
      query: Object.fromEntries(request.query),
      headers,
    };
    // The signer leaves some headers out by default; what the client signed is what counts here.
    const canonical = getCanonicalHeaders(parts, undefined, new Set(claim.signedHeaders));
    const text = this.createCanonicalRequest(parts, canonical, payloadHash);
    const toSign = await this.createStringToSign(claim.longDate, claim.scope, text, 'AWS4-HMAC-SHA256');
    return this.sign(toSign, { signingDate: new Date(claim.signedAtMs) });
  }
}

export type SignatureOptions = {
  readonly region: string;
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly sessionTokenOf?: ((accessKeyId: string) => string | undefined) | undefined;
  readonly now: () => number;
};

/** Who signed the request, what it says of its body, and the means to check signed chunks of that body. */
export type Verified = {
  readonly accessKeyId: string;
  readonly contentSha256: string;
  readonly presigned: boolean;
  readonly chunks: ChunkSignatures;
};

export type ChunkSignatures = {
  readonly longDate: string;
  readonly scope: string;
  readonly seed: string;
  readonly sign: (stringToSign: string) => Promise<string>;
};

/** Compares two signatures without telling by time how much of one was right. */
export function sameSignature(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** An unsigned header could be changed on its way, so host and all x-amz-* have to be under the signature. */
function checkSignedHeaders(request: S3Request, claim: Authorization): void {
  const signed = new Set(claim.signedHeaders);
  const code = request.presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
  if (!signed.has('host')) throw new S3Error(code, 'Signature must include the host header');
  const mustSign = [...request.headers.keys()].filter(
    // A browser adds its own content-type to a presigned upload; S3 asks for it in header signatures only.
    (name) => name.startsWith('x-amz-') || (name === 'content-type' && !request.presigned),
  );
  const unsigned = mustSign.filter((name) => !signed.has(name));
  if (unsigned.length > 0) {
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      details: { HeadersNotSigned: unsigned.join(', ') },
    });
  }
  if (claim.signedHeaders.some((name) => !request.headers.has(name))) throw mismatch();
}

function mismatch(): S3Error {
  return new S3Error(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
  );
}

function contentSha256(request: S3Request): string {
  const declared = request.amz.get('x-amz-content-sha256');
  if (declared !== undefined) return declared;
  if (request.presigned) return 'UNSIGNED-PAYLOAD';
  throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
}

/**
 * Verifies a SigV4 signature in header or query. Throws AccessDenied (unsigned, expired, header left out),
 * InvalidAccessKeyId, InvalidToken, RequestTimeTooSkewed or SignatureDoesNotMatch. The body comes later.
 */
export async function verifySignature(request: S3Request, options: SignatureOptions): Promise<Verified> {
  const claim = readAuthorization(request);
  const secret = options.secretOf(claim.accessKeyId);
  if (secret === undefined) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  checkScopeAndTime(claim, options.region, options.now());
  checkSignedHeaders(request, claim);
  const payloadHash = contentSha256(request);
  const signer = new Recomputer({
    region: options.region,
    credentials: { accessKeyId: claim.accessKeyId, secretAccessKey: secret },
  });
  const expected = await signer.signatureOf(request, claim, payloadHash);
  if (!sameSignature(expected, claim.signature)) throw mismatch();
  checkSessionToken(claim, options);
  return {
    accessKeyId: claim.accessKeyId,
    contentSha256: payloadHash,
    presigned: request.presigned,
    chunks: {
      longDate: claim.longDate,
      scope: claim.scope,
      seed: claim.signature,
      sign: (text) => signer.sign(text, { signingDate: new Date(claim.signedAtMs) }),
    },
  };
}

/** A token must be the one issued with the key: none where none was issued, and none missing. */
function checkSessionToken(claim: Authorization, options: SignatureOptions): void {
  const issued = options.sessionTokenOf?.(claim.accessKeyId);
  if (issued === undefined && claim.sessionToken === undefined) return;
  if (
    issued === undefined ||
    claim.sessionToken === undefined ||
    !sameSignature(issued, claim.sessionToken)
  ) {
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
}
