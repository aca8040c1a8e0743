import * as z from 'zod';
import { replyKey } from '../../../functions/_platform/reply.ts';
import type { Answer, Request } from '../history.ts';
import type { KeptReply, Standing } from './standing.ts';

export type Body = Readonly<Record<string, unknown>>;
const anObject = z.record(z.string(), z.unknown());

export function bodyOf(text: string): Body {
  try {
    return anObject.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

export const isDone = ({ status }: Answer) => status >= 200 && status < 300;

/** The first answer by which a request was acknowledged. */
export function acknowledged({ attempts }: Request): Answer | undefined {
  const told = attempts.filter(({ answer }) => answer && isDone(answer));
  return told.toSorted((a, b) => a.ended - b.ended)[0]?.answer;
}

/** Under which key the reply of a request is stored; undefined for one without `Idempotency-Key`. */
export function keyOfReply({ actor, operation, key }: Request): string | undefined {
  return key === undefined ? undefined : replyKey(actor, operation, key).pk;
}

export function storedReply(standing: Standing, request: Request): KeptReply | undefined {
  return standing.replies.get(keyOfReply(request) ?? '');
}

/** What a request came to: as it was acknowledged, or as its stored reply says where nobody heard of it. */
export function resultOf(standing: Standing, request: Request): Body | undefined {
  const answer = acknowledged(request);
  return answer ? bodyOf(answer.text) : storedReply(standing, request)?.body;
}

/** A request in a few words. */
export const called = ({ no, operation, actor }: Request) => `request ${no} (${operation} by ${actor})`;

/** The registration that an outcome or a filing names. */
const registration = z.object({
  registration: z.object({ registrationNumber: z.string().optional(), entry: z.string() }),
});
export function registrationIn(body: Body) {
  return registration.safeParse(body).data?.registration;
}

/** The version of a filing that a body is about; undefined where it is about something else. */
const ofFiling = z.union([
  z
    .object({ id: z.string().startsWith('fil_'), version: z.int() })
    .transform(({ id, version }) => ({ filing: id, version })),
  z.object({ id: z.undefined().optional(), filing: z.string().startsWith('fil_'), version: z.int() }),
]);
export function filingVersionIn(body: Body): { filing: string; version: number } | undefined {
  const { filing, version } = ofFiling.safeParse(body).data ?? {};
  return filing !== undefined && version !== undefined ? { filing, version } : undefined;
}
