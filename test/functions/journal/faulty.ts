/** Where a run breaks: at its so-manieth call of anything outside, before the call is made or after it was. */
export type Fault = { readonly at: number; readonly done: boolean; readonly dies: boolean };

/** Counts the calls of one run and breaks where it is told to. */
export class Breaker {
  calls = 0;
  fired = false;
  readonly #fault: Fault | undefined;

  constructor(fault?: Fault) {
    this.#fault = fault;
  }

  async pass<T>(call: () => Promise<T>): Promise<T> {
    this.calls += 1;
    const fault = this.#fault;
    if (fault === undefined) return call();
    // A process that died makes no more calls; those under way may still arrive.
    if (this.fired && fault.dies) throw new Broken();
    if (this.calls !== fault.at) return call();
    this.fired = true;
    if (fault.done) await call();
    throw new Broken();
  }
}

export class Broken extends Error {}

/** A client whose every call passes the breaker. */
export function throughBreaker<Client extends { send(...given: never[]): unknown }>(
  client: Client,
  breaker: Breaker,
): Client {
  const send = (...given: Parameters<Client['send']>) =>
    breaker.pass(async () => Reflect.apply(client.send, client, given));
  return Object.assign(Object.create(client), { send });
}
