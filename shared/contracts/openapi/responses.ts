import { type OperationRow, problemsOf } from '../operation.ts';
import { type ProblemCode, problems } from '../problems.ts';
import { pascal } from './component-book.ts';
import type { Header, MediaType, Reference, Response } from './document.ts';

/** What the gateway answers by itself, before or instead of a function: its own words, and no code. */
export const gatewayAnswers = {
  401: {
    message: 'Unauthorized',
    zh: '没有令牌，或令牌无效、过期',
    en: 'No token, or one that is invalid or expired',
  },
  403: { message: 'Forbidden', zh: '令牌没有所需的 scope', en: 'The token lacks the scope' },
  413: {
    message: 'Request Entity Too Large',
    zh: '请求超过网关上限（10 MB）',
    en: 'Larger than the gateway takes (10 MB)',
  },
  429: { message: 'Too Many Requests', zh: '请求过于频繁', en: 'Too many requests at once' },
  500: {
    message: 'Internal Server Error',
    zh: '服务未能完成请求',
    en: 'The service could not complete the request',
  },
  503: { message: 'Service Unavailable', zh: '服务暂不可用', en: 'The service is not available now' },
} as const;
export type GatewayStatus = keyof typeof gatewayAnswers;

export const responseHeaders = {
  ETag: {
    description: 'Version of what was answered',
    'x-description-zh': '所答复内容的版本',
    schema: { type: 'string' },
  },
  Link: {
    description: 'The next page (RFC 8288): `<...>; rel="next"`; absent on the last',
    'x-description-zh': '下一页（RFC 8288）；最后一页没有',
    schema: { type: 'string' },
  },
  RetryAfter: {
    description: 'Seconds to wait before the next try',
    'x-description-zh': '重试前应等待的秒数',
    schema: { type: 'integer', minimum: 0 },
  },
  WwwAuthenticate: {
    description: 'What is wrong with the token (RFC 6750)',
    'x-description-zh': '令牌的问题（RFC 6750）',
    schema: { type: 'string' },
  },
} as const satisfies Readonly<Record<string, Header>>;

/** The statuses that the gateway itself may answer to the operation. */
export function gatewayStatusesOf(row: OperationRow): GatewayStatus[] {
  const guarded = row.audience !== 'public';
  return [...(guarded ? ([401, 403] as const) : []), ...(row.body ? ([413] as const) : []), 429, 500, 503];
}

/** Every refusal, written once however many operations answer it. */
export class ResponseBook {
  readonly #written = new Map<string, Response>();

  /** The operation's refusals by status: one response a status, with the codes that it may carry. */
  of(row: OperationRow): Record<string, Reference> {
    const codes = problemsOf(row);
    const gateway: readonly number[] = gatewayStatusesOf(row);
    const statuses = [...new Set([...codes.map((code) => problems[code].status), ...gateway])].sort();
    return Object.fromEntries(
      statuses.map((status) => {
        const own = codes.filter((code) => problems[code].status === status);
        return [String(status), this.#write(status, own, gateway.includes(status))];
      }),
    );
  }

  components(): Record<string, Response> {
    return Object.fromEntries([...this.#written].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #write(status: number, codes: readonly ProblemCode[], gateway: boolean): Reference {
    const name = [...codes.map(pascal), ...(gateway ? [`Gateway${status}`] : [])].join('Or');
    if (!this.#written.has(name)) this.#written.set(name, responseOf(status, codes, gateway));
    return { $ref: `#/components/responses/${name}` };
  }
}

function responseOf(status: number, codes: readonly ProblemCode[], gateway: boolean): Response {
  const own = gateway
    ? Object.entries(gatewayAnswers).find(([key]) => Number(key) === status)?.[1]
    : undefined;
  const titles = codes.map((code) => ({ code, ...problems[code].title }));
  const waits = codes.includes('busy');
  return {
    description: [...titles.map(({ code, en }) => `\`${code}\`: ${en}`), ...(own ? [own.en] : [])].join('. '),
    'x-description-zh': [...titles.map(({ code, zh }) => `${code}：${zh}`), ...(own ? [own.zh] : [])].join(
      '；',
    ),
    ...(waits && { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }),
    ...(status === 401 && {
      headers: { 'WWW-Authenticate': { $ref: '#/components/headers/WwwAuthenticate' } },
    }),
    content: {
      ...(codes.length > 0 && { 'application/problem+json': problemMedia(status, codes) }),
      ...(own && { 'application/json': gatewayMedia(own.message) }),
    },
  };
}

function problemMedia(status: number, codes: readonly ProblemCode[]): MediaType {
  const [first = 'internal'] = codes;
  return {
    schema: {
      allOf: [{ $ref: '#/components/schemas/Problem' }, { $ref: '#/components/schemas/Marked' }],
      properties: { status: { const: status }, code: { enum: [...codes] } },
    },
    example: { type: `/problems/${first}`, title: problems[first].title.en, status, code: first },
  };
}

function gatewayMedia(message: string): MediaType {
  return {
    schema: {
      allOf: [{ $ref: '#/components/schemas/GatewayAnswer' }],
      properties: { message: { const: message } },
    },
    example: { message },
  };
}
