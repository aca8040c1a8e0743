import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authorise } from './authorise.ts';
import { readBody } from './body.ts';
import type { Call } from './call.ts';
import { catalogueOf, type ProxyTable } from './catalogue.ts';
import { asksConsumption, consumptionIn } from './consumption.ts';
import { type Failure, failureBody, failures } from './failure.ts';
import { type Faults, markOf } from './faults.ts';
import type { Forwarder } from './forward.ts';
import { type Outcome, type Send, trackInFlight } from './in-flight.ts';
import { withFaults } from './inject.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Lagging } from './lagging.ts';
import { readCall } from './operations.ts';
import type { ObservedCall } from './stats.ts';

/** What the proxy is told of tables and callers. */
interface Rules {
  readonly tables: readonly ProxyTable[];
  readonly authorise: Authorise;
  readonly internalAccessKeyId?: string;
  readonly faults?: Faults;
  readonly lagging?: Lagging;
}

/** An outcome with what was understood of its request. */
type Handled = Outcome & { readonly call?: Call; readonly request?: JsonObject };

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Answers HTTP requests: reads each, asks whether its caller may, and carries it to the engine.
 * The handler never rejects; `observe` hears of each answer.
 */
export function handlerOf(
  rules: Rules,
  forwarder: Forwarder,
  observe: (call: ObservedCall) => void,
): Handler {
  const catalogue = catalogueOf(rules.tables);
  const inFlight = trackInFlight();

  /** `mark` is the request's own, for those who plan faults. */
  async function outcomeOf(
    target: string,
    accessKeyId: string,
    body: Buffer,
    mark: string | undefined,
  ): Promise<Handled> {
    const request = parse(body);
    const read = readCall(target, request, catalogue);
    if ('failure' in read) return read;
    const { call } = read;
    const refused = refusalOf(call, accessKeyId, rules);
    if (refused) return { failure: refused, call };
    if (!isObject(request)) return { failure: failures.serialization(), call };
    try {
      const send: Send = async (bytes) => ({ answer: await forwarder.send(target, bytes) });
      const carry = (by: Send) => inFlight.carry(call, body, request, by);
      const { faults, lagging } = rules;
      const outcome = faults
        ? await withFaults({ faults, lagging }, { call, request, mark }, carry, send)
        : await carry(send);
      return { ...outcome, call, request };
    } catch {
      // The engine is gone or broke off. The cloud would say just this, and an SDK tries again.
      return { failure: failures.internal(), call };
    }
  }

  return async (request, response) => {
    const startedMs = performance.now();
    const accessKeyId = accessKeyOf(request.headers.authorization);
    try {
      const body = await readBody(request);
      const outcome =
        body === 'too-large'
          ? { failure: failures.tooLarge() }
          : accessKeyId === undefined
            ? { failure: failures.missingToken() }
            : await outcomeOf(
                String(request.headers['x-amz-target'] ?? ''),
                accessKeyId,
                body,
                markOf(request.headers),
              );
      const status = answer(response, outcome);
      observe(observed(outcome, accessKeyId ?? '', status, performance.now() - startedMs));
    } catch (error) {
      // A caller that hung up while sending hears nothing more; a bug of ours must not look like that.
      if (response.headersSent || request.destroyed) return void response.destroy();
      const reason = error instanceof Error ? error.message : 'unknown reason';
      answer(response, { failure: { ...failures.internal(), message: `The local proxy failed: ${reason}` } });
    }
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/dynamodb/aws4_request, ...` */
function accessKeyOf(authorization: string | undefined): string | undefined {
  return /^AWS4-[A-Z0-9-]+\s+(?:.*,\s*)?Credential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}

function refusalOf(call: Call, accessKeyId: string, rules: Rules): Failure | undefined {
  if (accessKeyId === rules.internalAccessKeyId) return undefined;
  for (const { action, resource, leadingKeys } of call.demands) {
    const decision = rules.authorise(accessKeyId, action, resource, leadingKeys ? { leadingKeys } : {});
    if (decision.kind === 'unknown-key') return failures.unknownKey();
    if (decision.kind === 'refused')
      return failures.accessDenied(decision.principal, action, resource, decision.explicit);
  }
  return undefined;
}

/** The status that the caller saw, 0 where the connection broke instead. */
function answer(response: ServerResponse, outcome: Outcome): number {
  if ('cut' in outcome) {
    response.destroy();
    return 0;
  }
  if ('answer' in outcome) {
    const { status, headers, body } = outcome.answer;
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(body);
    return status;
  }
  const body = Buffer.from(failureBody(outcome.failure));
  response.writeHead(outcome.failure.status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': body.length,
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
  return outcome.failure.status;
}

function observed(outcome: Handled, accessKeyId: string, status: number, elapsedMs: number): ObservedCall {
  const seen = {
    accessKeyId,
    action: outcome.call?.operation ?? 'unknown',
    tables: outcome.call?.tables ?? [],
    status,
    elapsedMs,
  };
  if ('failure' in outcome)
    return { ...seen, refusal: outcome.failure.type.split('#')[1] ?? outcome.failure.type };
  if ('cut' in outcome) return seen;
  const asked = outcome.request !== undefined && asksConsumption(outcome.request);
  return asked ? { ...seen, consumed: consumptionIn(outcome.answer.body) } : seen;
}
