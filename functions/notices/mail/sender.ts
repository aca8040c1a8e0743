import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

/** A mail as it goes out: the whole message of RFC 5322, and by which delivery its events are known. */
export type Outgoing = { readonly to: string; readonly raw: string; readonly delivery: string };

/**
 * What became of a mail. `later` did certainly not leave, and may in a while; `refused` did not and will not;
 * `uncertain` may have left: nobody may send it again by himself.
 */
export type Sending =
  | { readonly kind: 'sent'; readonly message: string }
  | { readonly kind: 'later'; readonly reason: 'throttled' | 'unreachable' }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'uncertain'; readonly error: string };

export type SendMail = (mail: Outgoing) => Promise<Sending>;

const answerMillisMax = 5_000;

/** Endpoint, region and credentials come from the standard environment. */
export function sesSender(options: { readonly from: string; readonly configurationSet: string }): SendMail {
  // A repeated call could send a second mail: whether to repeat is decided here, never by the client.
  const client = new SESv2Client({ maxAttempts: 1 });
  return async ({ to, raw, delivery }) => {
    const command = new SendEmailCommand({
      FromEmailAddress: options.from,
      Destination: { ToAddresses: [to] },
      Content: { Raw: { Data: Buffer.from(raw, 'utf8') } },
      ConfigurationSetName: options.configurationSet,
      EmailTags: [{ Name: 'delivery', Value: delivery }],
    });
    try {
      const answer = await client.send(command, { abortSignal: AbortSignal.timeout(answerMillisMax) });
      return { kind: 'sent', message: answer.MessageId ?? '' };
    } catch (error) {
      return judged(error);
    }
  };
}

const throttled = new Set([
  ...['TooManyRequestsException', 'ThrottlingException', 'LimitExceededException'],
  ...['SendingPausedException', 'AccountSuspendedException'],
]);
const neverReached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Only an answer of the service, or a connection that never came to be, is certain; all else may have left. */
export function judged(error: unknown): Sending {
  const { name, code, status } = factsOf(error);
  if (neverReached.has(code)) return { kind: 'later', reason: 'unreachable' };
  if (throttled.has(name) || status === 429) return { kind: 'later', reason: 'throttled' };
  if (status >= 400 && status < 500) return { kind: 'refused', error: name };
  return { kind: 'uncertain', error: name };
}

function factsOf(error: unknown): { name: string; code: string; status: number } {
  const at = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return {
    name: String(at(error, 'name')),
    code: String(at(error, 'code')),
    status: Number(at(at(error, '$metadata'), 'httpStatusCode') ?? 0),
  };
}
