import * as z from 'zod';
import { type ProblemDocument, problemDocument } from '../problems.ts';
import type { Reply } from './exchange.ts';

/** What the gateway, or a proxy before it, answers by itself: one line and no code. */
export type GatewayAnswer = { readonly message: string };

// Newer servers may say more in a problem than this client knows.
const anyProblem = z.looseObject(problemDocument.shape);
const gatewayAnswer = z.object({ message: z.string() });

/** Whether the register itself refused, with a code, rather than the gateway before it. */
export function isProblem(answer: ProblemDocument | GatewayAnswer): answer is ProblemDocument {
  return 'code' in answer;
}

/** A refusal as the register or the gateway words it; the bare status where it is neither. */
export function parseRefusal(reply: Reply): ProblemDocument | GatewayAnswer {
  const value = jsonOf(reply.text);
  const problem = anyProblem.safeParse(value);
  if (problem.success) return problem.data;
  const answer = gatewayAnswer.safeParse(value);
  return answer.success ? answer.data : { message: reply.statusText || `HTTP ${reply.status}` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
