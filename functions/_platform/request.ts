import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import { issueCode, issueText } from '../../shared/contracts/issue-texts.ts';
import type { OperationRow } from '../../shared/contracts/operation.ts';
import { canonicalJson } from '../../shared/kernel/digest.ts';
import { type Language, negotiate } from '../../shared/kernel/localised.ts';
import { toPointer } from '../../shared/register/open-form.ts';
import { Problem } from './problem.ts';

const bodyBytesMax = 1_048_576;

export type Parts = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

export function languageOf(event: Pick<APIGatewayProxyEventV2, 'headers'>): Language {
  return negotiate(event.headers?.['accept-language']);
}

/** The parts of the request, parsed by the operation's schemas; every fault of all parts in one problem. */
export function parseRequest(row: OperationRow, event: APIGatewayProxyEventV2, language: Language): Parts {
  const errors: FieldErrors = [];
  const check = (where: FieldErrors[number]['in'], schema: z.ZodType | undefined, value: unknown) => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    errors.push(
      ...parsed.error.issues.slice(0, errorsMax).map((issue) => fieldError(where, issue, language)),
    );
    return undefined;
  };
  const params = check('path', row.params, event.pathParameters ?? {});
  const query = check('query', row.query, event.queryStringParameters ?? {});
  const body = row.body && check('body', row.body, jsonBody(event));
  if (errors.length > 0)
    throw new Problem(addressesNothing(errors) ? 'not-found' : 'invalid-request', { errors });
  return { params, query, body };
}

const errorsMax = 50;
type FieldErrors = {
  in: 'body' | 'query' | 'path' | 'header';
  pointer: string;
  code: string;
  detail: string;
}[];

/** A malformed id in the path names nothing; only a number with a reason (a check digit) deserves a 422. */
function addressesNothing(errors: FieldErrors): boolean {
  return errors.every((one) => one.in === 'path' && one.code === 'id.format');
}

export function fieldError(
  where: FieldErrors[number]['in'],
  issue: z.core.$ZodIssue,
  language: Language,
): FieldErrors[number] {
  const detail = issueText(issue)[language];
  return { in: where, pointer: toPointer(issue.path), code: issueCode(issue), detail };
}

function jsonBody(event: APIGatewayProxyEventV2): unknown {
  const text = bodyText(event);
  const type = (event.headers?.['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Problem('unsupported-media-type');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
    // What cannot be written canonically (lone surrogates, absurd nesting) could not be digested or stored.
    canonicalJson(parsed);
  } catch {
    throw new Problem('malformed-json');
  }
  return parsed;
}

function bodyText(event: APIGatewayProxyEventV2): string {
  const body = event.body ?? '';
  const bytes = Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > bodyBytesMax) throw new Problem('body-too-large');
  if (!event.isBase64Encoded) return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('malformed-json');
  }
}

const idempotencyKeyShape = /^[\x21-\x7e]{8,128}$/;

/** The `Idempotency-Key` of a request that must carry one: 8 to 128 visible ASCII characters. */
export function idempotencyKeyOf(event: APIGatewayProxyEventV2): string {
  const key = event.headers?.['idempotency-key'];
  if (key === undefined || !idempotencyKeyShape.test(key)) throw new Problem('missing-idempotency-key');
  return key;
}

/** The version in `If-Match`: one strong entity tag of ours; anything else matches nothing. */
export function versionToMatch(event: APIGatewayProxyEventV2): number {
  const header = event.headers?.['if-match'];
  if (header === undefined) throw new Problem('missing-if-match');
  const version = /^"([1-9]\d{0,14})(?:-[0-9a-f]{16})?"$/.exec(header.trim())?.[1];
  if (version === undefined) throw new Problem('stale-version');
  return Number(version);
}
