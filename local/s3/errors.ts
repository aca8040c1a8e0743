import { document, element } from './xml.ts';

/** Every error code this server answers, with S3's own status for it. */
const ERROR_STATUS = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BadRequest: 400,
  ConditionalRequestConflict: 409,
  EntityTooLarge: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidChunkSizeError: 403,
  InvalidDigest: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedTrailerError: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_STATUS;

export type ErrorExtras = {
  /** Further elements of the error body, such as `Region` or `MaxSizeAllowed`. */
  readonly details?: Readonly<Record<string, string>>;
  /** Further response headers, such as `x-amz-delete-marker`. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** A refusal on its way to the HTTP edge, where it becomes S3's XML error. */
export class S3Error extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.name = 'S3Error';
    this.code = code;
    this.status = ERROR_STATUS[code];
    this.extras = extras;
  }
}

export function accessDenied(message = 'Access Denied'): S3Error {
  return new S3Error('AccessDenied', message);
}

/** The answer to everything this server does not do: a clear refusal is safer than a wrong success. */
export function notImplemented(what: string): S3Error {
  return new S3Error('NotImplemented', `This server does not implement ${what}.`);
}

/** The body S3 sends with an error. `resource` is the path asked for, in its canonical encoding. */
export function errorXml(error: S3Error, resource: string, requestId: string): string {
  const details = Object.entries(error.extras.details ?? {}).map(([name, text]) => element(name, text));
  return document(
    'Error',
    [
      element('Code', error.code),
      element('Message', error.message),
      ...details,
      element('Resource', resource),
      element('RequestId', requestId),
      element('HostId', requestId),
    ],
    false,
  );
}
