import { request } from 'node:http';

/** The engine looks at the form of this header alone; it knows no secrets. */
export const engineAuthorization =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** Asks the engine for one table name: `failing` is an answer of 5xx, `silent` is no answer. */
export function probe(port: number): Promise<'ready' | 'failing' | 'silent'> {
  return new Promise((resolve) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        timeout: 5_000,
        agent: false,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'DynamoDB_20120810.ListTables',
          authorization: engineAuthorization,
        },
      },
      (response) => {
        response.resume();
        response.once('error', () => resolve('silent'));
        const status = response.statusCode ?? 0;
        response.once('end', () => resolve(status === 200 ? 'ready' : status >= 500 ? 'failing' : 'silent'));
      },
    );
    call.once('timeout', () => call.destroy(new Error('no answer')));
    call.once('error', () => resolve('silent'));
    call.end('{"Limit":1}');
  });
}
