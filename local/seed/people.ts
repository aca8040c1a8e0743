import { type Client, createClient } from '../../shared/contracts/client.ts';
import { tokenOf } from '../token.ts';

/** The demo accounts of one running local cloud, each by a client that signs in when it is first used. */
export type People = {
  /** The typed client of a demo account, as `owner`; the same one whenever it is asked for. */
  readonly as: (account: string) => Client;
};

export type PeopleOptions = {
  /** Where the local cloud answers, as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Its data folder, where the secrets of machines lie; people need none. */
  readonly folder: string;
  /** Sends the requests; given by whoever wants to see the bytes. */
  readonly fetch?: typeof globalThis.fetch;
};

// Access tokens of the user pools last half an hour; a demonstration may run, or lie open, for longer.
const tokenKeptMs = 15 * 60 * 1000;

/** @throws Refusal when nothing answers there, SignInRefused when an account may not sign in: on first use. */
export function people({ origin, folder, fetch }: PeopleOptions): People {
  const clients = new Map<string, Client>();
  const open = (account: string): Client => {
    let kept: { readonly token: Promise<string>; readonly since: number } | undefined;
    const token = () => {
      if (!kept || performance.now() - kept.since > tokenKeptMs) {
        kept = { token: tokenOf(account, origin, folder), since: performance.now() };
      }
      return kept.token;
    };
    return createClient({ baseUrl: origin, token, language: 'en', ...(fetch && { fetch }) });
  };
  return {
    as: (account) => {
      const client = clients.get(account) ?? open(account);
      clients.set(account, client);
      return client;
    },
  };
}
