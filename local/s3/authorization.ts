import { accessDenied, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_EXPIRES_SECONDS = 604_800;
const MAX_SKEW_MS = 15 * 60_000;
const HEADER =
  /^AWS4-HMAC-SHA256 +Credential=([^,\s]+) *, *SignedHeaders=([^,\s]+) *, *Signature=([0-9a-f]{64})$/;

/** What a request says of its own signature, before any of it is believed. */
export type Authorization = {
  readonly accessKeyId: string;
  /** `20130524/cn-north-1/s3/aws4_request` */
  readonly scope: string;
  readonly scopeDate: string;
  readonly scopeRegion: string;
  /** `20130524T000000Z` */
  readonly longDate: string;
  readonly signedAtMs: number;
  /** Present in a presigned address only. */
  readonly expiresSeconds: number | undefined;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
};

function parseLongDate(text: string | undefined): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function parseCredential(text: string, malformed: (message: string) => S3Error) {
  const parts = text.split('/');
  const [accessKeyId = '', scopeDate = '', scopeRegion = '', service = '', terminal = ''] = parts;
  if (parts.length !== 5 || accessKeyId === '' || !/^\d{8}$/.test(scopeDate) || terminal !== 'aws4_request') {
    throw malformed('The credential is not in the form <key>/<date>/<region>/s3/aws4_request.');
  }
  if (service !== 's3') throw malformed(`incorrect service "${service}". This endpoint belongs to "s3".`);
  return { accessKeyId, scopeDate, scopeRegion, scope: parts.slice(1).join('/') };
}

function parseSignedHeaders(text: string, malformed: (message: string) => S3Error): string[] {
  const names = text.split(';');
  const sorted = [...new Set(names)].sort();
  if (names.some((name) => !/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) || sorted.join(';') !== text) {
    throw malformed('SignedHeaders must be lower case, sorted and without repetition.');
  }
  return names;
}

function fromHeader(request: S3Request, header: string): Authorization {
  const malformed = (message: string) => new S3Error('AuthorizationHeaderMalformed', message);
  if (!header.startsWith(`${ALGORITHM} `)) {
    throw new S3Error('InvalidRequest', `Please use ${ALGORITHM}.`);
  }
  const [, credential, signedHeaders, signature] = HEADER.exec(header) ?? [];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw malformed('The authorization header is malformed.');
  }
  const longDate = request.headers.get('x-amz-date') ?? '';
  const signedAtMs = parseLongDate(longDate);
  if (signedAtMs === undefined) throw accessDenied('AWS authentication requires a valid x-amz-date header');
  return {
    ...parseCredential(credential, malformed),
    longDate,
    signedAtMs,
    expiresSeconds: undefined,
    signedHeaders: parseSignedHeaders(signedHeaders, malformed),
    signature,
    sessionToken: request.headers.get('x-amz-security-token'),
  };
}

function fromQuery({ headers, query }: S3Request): Authorization {
  const malformed = (message: string) => new S3Error('AuthorizationQueryParametersError', message);
  if (query.get('X-Amz-Algorithm') !== ALGORITHM)
    throw malformed(`X-Amz-Algorithm only supports ${ALGORITHM}`);
  const longDate = query.get('X-Amz-Date') ?? '';
  const signedAtMs = parseLongDate(longDate);
  if (signedAtMs === undefined) throw malformed('X-Amz-Date must be in the ISO8601 Long Format');
  const signature = query.get('X-Amz-Signature') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature)) throw malformed('X-Amz-Signature must be 64 lower-case hex digits');
  const expires = query.get('X-Amz-Expires') ?? '';
  const expiresSeconds = Number(expires);
  if (!/^\d{1,7}$/.test(expires) || expiresSeconds < 1 || expiresSeconds > MAX_EXPIRES_SECONDS) {
    throw malformed(`X-Amz-Expires must be a whole number from 1 to ${MAX_EXPIRES_SECONDS}`);
  }
  return {
    ...parseCredential(query.get('X-Amz-Credential') ?? '', malformed),
    longDate,
    signedAtMs,
    expiresSeconds,
    signedHeaders: parseSignedHeaders(query.get('X-Amz-SignedHeaders') ?? '', malformed),
    signature,
    sessionToken: query.get('X-Amz-Security-Token') ?? headers.get('x-amz-security-token'),
  };
}

/** Reads the claim of a header or presigned request. A request with neither is public: always AccessDenied. */
export function readAuthorization(request: S3Request): Authorization {
  const header = request.headers.get('authorization');
  if (header !== undefined && request.presigned) {
    throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed');
  }
  if (request.presigned) return fromQuery(request);
  if (header === undefined) throw accessDenied();
  return fromHeader(request, header);
}

/** Refuses a scope of another day or region, a request outside the clock's tolerance, an address expired. */
export function checkScopeAndTime(claim: Authorization, region: string, nowMs: number): void {
  const presigned = claim.expiresSeconds !== undefined;
  const code = presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
  if (claim.scopeRegion !== region) {
    throw new S3Error(code, `the region '${claim.scopeRegion}' is wrong; expecting '${region}'`, {
      details: { Region: region },
    });
  }
  if (!claim.longDate.startsWith(claim.scopeDate)) {
    throw new S3Error(code, "The credential's date is not that of the request.");
  }
  if (claim.expiresSeconds === undefined) {
    if (Math.abs(nowMs - claim.signedAtMs) > MAX_SKEW_MS) {
      throw new S3Error(
        'RequestTimeTooSkewed',
        "The difference between the request time and the server's is too large.",
        { details: { RequestTime: claim.longDate, MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS) } },
      );
    }
    return;
  }
  if (claim.signedAtMs - nowMs > MAX_SKEW_MS) throw accessDenied('Request is not yet valid');
  if (nowMs > claim.signedAtMs + claim.expiresSeconds * 1000) throw accessDenied('Request has expired');
}
