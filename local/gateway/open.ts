import type { Identity } from '../identity/provider.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Log } from '../lambda/log.ts';
import { createKeySource } from './keys.ts';
import type { Listener } from './listen.ts';
import type { GatewayModel } from './model.ts';
import { createGateway } from './serve.ts';

export type OpenOptions = {
  readonly listener: Listener;
  readonly identity: Pick<Identity, 'handle'>;
  /** Other stand-ins that answer under paths of their own. */
  readonly desks: readonly Pick<Identity, 'handle'>[];
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly model: GatewayModel;
  readonly accessLog: Log;
  readonly log: (line: string) => void;
};

/** Opens the one address: paths of the identity provider and of other stand-ins go there, all others to the gateway. */
export async function openGateway(options: OpenOptions): Promise<void> {
  const { listener, identity, desks, functions, model, accessLog, log } = options;
  const keys = createKeySource();
  const gateway = createGateway({
    model,
    functions,
    keys,
    onAnswer: (line) => accessLog.line(JSON.stringify(line)),
    onError: (error) => {
      accessLog.line(String(error instanceof Error ? error.stack : error));
      log('The gateway failed to answer a request: see gateway.log.');
    },
  });
  listener.serve((message, response) => {
    const desk = [identity, ...desks].find((one) => one.handle(message, response));
    if (!desk) void gateway(message, response);
  });
  // Fetched before anybody waits for it: the first token would otherwise pay, and a slow start might refuse it.
  const issuers = new Set(model.routes.flatMap((route) => route.authoriser?.issuer ?? []));
  await Promise.allSettled([...issuers].map(keys));
}
