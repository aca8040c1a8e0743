import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { demonstrationNotice } from '../../shared/contracts/demonstration.ts';

/** A JSON answer; an environment of demonstration says so in every one. */
export function json(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  demonstration: boolean,
  write: (value: unknown) => string = JSON.stringify,
): APIGatewayProxyStructuredResultV2 {
  const marked = demonstration ? { ...(body as object), notice: demonstrationNotice } : body;
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: write(marked),
  };
}
