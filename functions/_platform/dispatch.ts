import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { OperationRow } from '../../shared/contracts/operation.ts';
import { canonicalJson } from '../../shared/kernel/digest.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { acceptedType } from './accept.ts';
import { actingParty, type Claims, claimsOf, isMachine, rolesOf } from './claims.ts';
import type { StackDeps } from './deps.ts';
import type { Bytes } from './handlers.ts';
import { json } from './json-answer.ts';
import type { Opening, Openings } from './opening.ts';
import { Problem } from './problem.ts';
import type { ReplySlot, StoredReply } from './reply.ts';
import { languageOf, parseRequest, versionToMatch } from './request.ts';

type Fresh = { readonly body: unknown; readonly etag?: string; readonly lasting?: true };
type Result = { readonly reply: StoredReply } | Fresh | Bytes;
export type Dispatched = {
  readonly row: OperationRow;
  readonly handle: (call: Record<string, unknown>) => Promise<Result>;
};

const nothingKnown: Opening = {
  ...{ account: undefined, machine: undefined, slot: undefined },
  ...{ reply: undefined, filing: undefined, staff: undefined },
};

/** Takes one request through parsing, caller and stored reply to its handler, and shapes the answer. */
export async function dispatch(
  byRoute: ReadonlyMap<string, Dispatched>,
  deps: StackDeps,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const found = byRoute.get(event.routeKey);
  if (!found) throw new Problem('not-found');
  const { row, handle } = found;
  const claims = row.audience === 'public' ? undefined : claimsOf(claimsIn(event));
  if (row.audience === 'office' && claims && !rolesOf(claims).includes(row.role))
    throw new Problem('forbidden');
  const language = languageOf(event);
  const parts = parseRequest(row, event, language);
  const mediaType = acceptedType(row, event);
  const asked = { row, event, claims, parts };
  const { openings } = deps;
  const named = row.idempotent && claims ? openings?.slot(asked, claims) : undefined;
  const version = row.etag === 'required' ? versionToMatch(event) : undefined;
  const opening = openings ? await openings.read(asked, named) : nothingKnown;
  if (claims) demandMachine(row, claims, opening);
  const { slot } = opening;
  const handled = () =>
    handle({
      ...parts,
      ...{ requestId: event.requestContext.requestId, language },
      ...{ nowMs: deps.ports.now(), today: shanghaiDate(deps.ports.now()) },
      ...(row.audience === 'own' && claims && callerOf(row, claims, opening.account, event)),
      ...(row.audience === 'office' && claims && { staff: { account: claims.sub, roles: rolesOf(claims) } }),
      ...{ slot, version, mediaType, filingItem: opening.filing, staffItem: opening.staff },
    });
  const result = opening.reply ? { reply: opening.reply } : await handled().catch(orTwin(openings, slot));
  return answer(row, result, event, mediaType, deps.demonstration);
}

/**
 * A machine is let in for the party that has its client now, and for nothing else: its tokens outlive the end of that.
 * One that may only read changes nothing, not even by repeating what it once could do.
 */
function demandMachine(row: OperationRow, claims: Claims, { account, machine }: Opening): void {
  if (row.audience !== 'own' || !isMachine(claims)) return;
  if (!account) throw new Problem('not-enrolled');
  if (machine === 'read' && row.method !== 'GET') throw new Problem('forbidden');
}

/** The party the account acts as; an operation about the account itself must not ask it to choose one first. */
function callerOf(
  row: OperationRow & { readonly audience: 'own' },
  claims: Claims,
  account: Opening['account'],
  event: APIGatewayProxyEventV2,
) {
  // A machine acts for the party that has it, and for nobody yet to come.
  if (row.relation === 'anyone' && row.method !== 'GET' && isMachine(claims)) throw new Problem('forbidden');
  if (row.relation === 'anyone') return { account: account ?? { subject: claims.sub, parties: [] } };
  if (row.relation === 'account') {
    if (!account || account.parties.length === 0) throw new Problem('not-enrolled');
    return { account };
  }
  const caller = actingParty(account, event.headers['acting-party']);
  // Closed unless the table opens it: a party that is not enrolled may do nothing but ask for that.
  if (caller.candidate && !row.candidates) throw new Problem('not-enrolled');
  return { caller };
}

const authorizer = z.object({ authorizer: z.object({ jwt: z.object({ claims: z.unknown() }) }) });

function claimsIn(event: APIGatewayProxyEventV2): unknown {
  const authorized = authorizer.safeParse(event.requestContext);
  return authorized.success ? authorized.data.authorizer.jwt.claims : undefined;
}

/**
 * A request that is refused because its own twin, under the same key, was quicker gets the twin's reply: what it
 * read may have been half from before and half from after the twin's commit.
 */
function orTwin(
  openings: Openings | undefined,
  slot: ReplySlot | undefined,
): (error: unknown) => Promise<Result> {
  return async (error) => {
    const reply = slot && error instanceof Problem ? await openings?.reply(slot) : undefined;
    if (!reply) throw error;
    return { reply };
  };
}

function answer(
  row: OperationRow,
  result: Result,
  event: APIGatewayProxyEventV2,
  mediaType: string | undefined,
  demonstration: boolean,
): APIGatewayProxyStructuredResultV2 {
  const etag = 'reply' in result ? result.reply.etag : result.etag;
  const headers = {
    'cache-control': keptBy(row, 'lasting' in result),
    ...(etag && { etag }),
    ...(mediaType && { vary: 'accept' }),
  };
  const known = event.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (row.method === 'GET' && etag && known?.some((tag) => tag === etag || tag === '*')) {
    return { statusCode: 304, headers };
  }
  const only = row.success.mediaType;
  if ('bytes' in result) return binary(result, { ...headers, 'content-type': mediaType ?? only ?? '' });
  if (only && 'body' in result) {
    return { statusCode: 200, headers: { ...headers, 'content-type': only }, body: String(result.body) };
  }
  const status = 'reply' in result ? result.reply.status : row.success.status;
  const body = 'reply' in result ? JSON.parse(result.reply.body) : result.body;
  const write = row.success.canonical ? canonicalJson : JSON.stringify;
  return json(status, body, { ...headers, ...nextLink(body, event) }, demonstration, write);
}

/** Who may keep an answer: anyone what is public, for a year where it never changes; nobody what is a party's own. */
function keptBy(row: OperationRow, lasting: boolean): string {
  if (row.audience !== 'public') return 'no-store';
  return lasting ? 'public, max-age=31536000, immutable' : 'public, no-cache';
}

/** Bytes go through the gateway as base64, which it takes off again; 6 MB are all that a function may answer. */
function binary(
  { bytes, fileName }: Bytes,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: 200,
    headers: {
      ...headers,
      ...(fileName !== undefined && { 'content-disposition': `inline; filename="${fileName}"` }),
    },
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  };
}

/** The next page as an RFC 8288 link, beside the cursor in the body. */
function nextLink(body: unknown, event: APIGatewayProxyEventV2): Record<string, string> {
  const next = typeof body === 'object' && body !== null ? Reflect.get(body, 'next') : undefined;
  if (typeof next !== 'string') return {};
  const query = new URLSearchParams({ ...definedQuery(event), cursor: next });
  return { link: `<${event.rawPath}?${query}>; rel="next"` };
}

function definedQuery(event: APIGatewayProxyEventV2): Record<string, string> {
  return Object.fromEntries(
    Object.entries(event.queryStringParameters ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
