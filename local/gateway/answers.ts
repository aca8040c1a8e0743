/**
 * What the gateway answers by itself, without asking a function. Byte for byte as an HTTP API does where that is
 * known; docs/gateway.md tells what was observed, what is documented and what is assumed.
 */
export const answers = {
  badRequest: [400, 'Bad Request'],
  unauthorised: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  notFound: [404, 'Not Found'],
  tooSlow: [408, 'Request Timeout'],
  tooLarge: [413, 'Request Entity Too Large'],
  tooManyRequests: [429, 'Too Many Requests'],
  headersTooLarge: [431, 'Request Header Fields Too Large'],
  failed: [500, 'Internal Server Error'],
  unavailable: [503, 'Service Unavailable'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type AnswerName = keyof typeof answers;

/** A complete response. Header names are lower case; a value with several items is sent as several lines. */
export type Reply = {
  readonly status: number;
  /** The reason phrase; absent, the usual one of the status. */
  readonly reason?: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
};

/** The gateway's own answer. The authoriser's refusals come without a content type, all others are JSON. */
export function answer(name: AnswerName, challenge?: string): Reply {
  const [status, message] = answers[name];
  const body = Buffer.from(`{"message":"${message}"}`);
  const refused = name === 'unauthorised' || name === 'forbidden';
  return {
    status,
    reason: message,
    headers: {
      ...(refused ? {} : { 'content-type': 'application/json' }),
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    },
    body,
  };
}
