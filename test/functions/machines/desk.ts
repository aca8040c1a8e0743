import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { clientKey } from '../../../functions/_platform/store/machines.ts';
import { type Clients, openClients } from '../../../functions/machines/clients.ts';
import type { MachinesDeps } from '../../../functions/machines/deps.ts';
import { tend } from '../../../functions/machines/tend.ts';
import { policiesOf } from '../../../local/access/policy.ts';
import { startAdmin } from '../../../local/identity/admin/server.ts';
import type { ClientSpec } from '../../../local/identity/pool-spec.ts';
import { type ClientSecrets, openSecrets } from '../../../local/identity/secrets.ts';
import { place } from '../../../local/template/names.ts';
import { type Slot, slot } from '../../../shared/register/machine.ts';
import { type Caller, startWorld } from '../world.ts';

const poolId = `${place.region}_Applicant`;
const key = { accessKeyId: 'LOCATEST', secretAccessKey: 'secret of the function' };

const spec = (clientId: string): ClientSpec => ({
  ...{ logicalId: clientId, clientId, name: clientId, grants: ['client_credentials'] },
  ...{ redirectUris: [], logoutUris: [], scopes: ['register/own'] },
  ...{ accessTokenMinutes: 60, refreshTokenMinutes: 60 },
});

/** Lets the n-th step of a run fail, or fail after it was done, and every step after it: as a crash does. */
class Crash {
  #steps = 0;
  #at = 0;
  #done = false;
  #dead = false;

  /** `done`: the step itself still happens, but nobody hears of it. */
  plan(at: number, done: boolean): void {
    [this.#steps, this.#at, this.#done, this.#dead] = [0, at, done, false];
  }
  revive(): void {
    this.plan(0, false);
  }
  get steps(): number {
    return this.#steps;
  }
  async step<T>(pass: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Error('crashed');
    this.#steps += 1;
    if (this.#steps !== this.#at) return pass();
    this.#dead = true;
    if (this.#done) await pass();
    throw new Error('crashed');
  }
}

export type Desk = Awaited<ReturnType<typeof startDesk>>;

/**
 * The functions over a real engine and the real administration of the local identity provider, with some slots that
 * nobody ever used, a clock that a test moves, and a crash at a step of its choice.
 */
export async function startDesk(count = 3) {
  const folder = mkdtempSync(join(tmpdir(), 'machines-'));
  const slots = Array.from({ length: count }, (_, index) => `client${index}`);
  const opened = await Promise.all(slots.map(async (id) => [id, await openSecrets(folder, id)] as const));
  const secrets: ReadonlyMap<string, ClientSecrets> = new Map(opened);
  const statement = { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' };
  const admin = await startAdmin({
    pools: [
      {
        ...{ logicalId: 'Pool', poolId, name: 'applicants', resourceServers: [], groups: [] },
        clients: slots.map(spec),
      },
    ],
    secrets,
    region: place.region,
    callers: new Map([[key.accessKeyId, { principal: 'test', policy: policiesOf([statement]) }]]),
    secretOf: (id) => (id === key.accessKeyId ? key.secretAccessKey : undefined),
  });
  const cognito = new CognitoIdentityProviderClient({
    ...{ endpoint: admin.url, region: place.region, credentials: key, maxAttempts: 1 },
  });
  const plain = openClients(poolId, cognito);
  const crash = new Crash();
  const clients: Clients = {
    list: (client) => crash.step(() => plain.list(client)),
    add: (client) => crash.step(() => plain.add(client)),
    remove: (client, secret) => crash.step(() => plain.remove(client, secret)),
  };
  const clock = { now: Date.now() };
  const world = await startWorld({ clock: () => clock.now, machines: { clients, slots } });
  world.faults.intercept = (_call, send) => crash.step(send);
  const deps: MachinesDeps = { ...world.deps, clients, slots };
  return {
    ...{ world, clients: plain, slots, secrets, crash, clock },
    tend: () => tend(deps),
    /** Moves the clock. */
    pass: (seconds: number) => {
      clock.now += seconds * 1000;
    },
    slotAt: async (client: string): Promise<Slot | undefined> => {
      const item = await world.item('parties', clientKey(client));
      return item && slot.parse(item['slot']);
    },
    /** A machine with a token that was issued just now. */
    machineAt: (client: string): Caller => ({
      ...{ sub: client, client, iat: Math.floor(clock.now / 1000) },
    }),
    close: async () => {
      cognito.destroy();
      await admin.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Taken = { client: string; secretId: string; secret: string };

/** A machine of the party's administrator, and its secret. */
export async function take(
  desk: Desk,
  who: Caller,
  more: { scope?: 'read' | 'prepare'; key?: string } = {},
): Promise<Taken> {
  const reply = await desk.world.call('machines.take', who, {
    body: { name: '核心业务系统', scope: more.scope ?? 'prepare' },
    ...(more.key && { headers: { 'idempotency-key': more.key } }),
  });
  if (reply.status !== 201) throw new Error(reply.text);
  const body = reply.body as { machine: { client: string }; secretId: string; secret: string };
  return { client: body.machine.client, secretId: body.secretId, secret: body.secret };
}

/** Whether the identity provider would sign the client in with this secret. */
export function signsIn(desk: Desk, { client, secret }: Pick<Taken, 'client' | 'secret'>): boolean {
  return desk.secrets.get(client)?.matches(secret) ?? false;
}
