import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddUserPoolClientSecretCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startCloud } from '../../local/cloud.ts';
import { clientCredentials } from '../../local/identity/sign-in.ts';
import { enrolParties } from '../../local/seed/parties.ts';
import { type People, people } from '../../local/seed/people.ts';
import { demand } from '../../local/seed/refused.ts';
import { chooseOwners, readSample } from '../../local/seed/sample.ts';
import { synthesise } from '../../local/synth.ts';
import { place } from '../../local/template/names.ts';
import { createClient } from '../../shared/contracts/client.ts';
import type { Answer } from '../../shared/contracts/operations/index.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';

type Issued = Answer<'machines.take'>;

let cloud: LocalCloud;
let who: People;

/** A cloud of its own: the common one's slots are taken by whoever tests them all. */
beforeAll(async () => {
  const assembly = await synthesise({ root: join(import.meta.dirname, '..', '..') });
  const folder = mkdtempSync(join(tmpdir(), 'ip-register-machines-'));
  cloud = await startCloud({ port: 0, folder, assembly });
  who = people({ origin: cloud.url, folder });
  const owners = () => chooseOwners(readSample(), shanghaiDate(Date.now()));
  await enrolParties(who, owners, () => {});
});
afterAll(async () => {
  await cloud?.close();
  if (cloud) rmSync(cloud.folder, { recursive: true, force: true });
});

const take = async (account: string, scope: 'read' | 'prepare' = 'prepare'): Promise<Issued> =>
  demand<Issued>(
    await who.as(account).call('machines.take', { body: { name: '核心业务系统', scope } }),
    'machines.take',
  );

async function tokenBy({ client: clientId }: { client: string }, secret = ''): Promise<string> {
  const issuer = cloud.issuers.applicants;
  return (await clientCredentials({ issuer, clientId, secret, scope: 'register/own' })).accessToken;
}

const as = (token: string) => createClient({ baseUrl: cloud.url, token: async () => token });

describe('a rotation', () => {
  it('leaves no gap: a machine that asks without pause is served throughout', async () => {
    const bank = who.as('bank');
    const { machine, secretId, secret: first } = await take('bank');
    let current = first;
    let done = false;
    const seen: string[] = [];
    const working = (async () => {
      while (!done) {
        const token = await tokenBy(machine, current).catch((error: unknown) => `refused ${String(error)}`);
        const mine = token.startsWith('refused') ? undefined : await as(token).call('parties.mine');
        seen.push(mine ? (mine.ok ? 'served' : `answered ${mine.status}`) : token);
      }
    })();
    const params = { clientId: machine.client };
    const rotated = demand<Issued>(await bank.call('machines.rotate', { params, body: {} }), 'rotate');
    const { length: before } = seen;
    await expect.poll(() => seen.length).toBeGreaterThan(before + 2);
    await expect(tokenBy(machine, first)).resolves.toMatch(/^ey/);
    const oldToken = await tokenBy(machine, first);
    current = rotated.secret;
    const { length: changed } = seen;
    // A request that began with the old secret is through; from here on only the new one is in use.
    await expect.poll(() => seen.length).toBeGreaterThan(changed + 2);
    demand(
      await bank.call('machines.retireSecret', { params: { ...params, secretId }, body: {} }),
      'retireSecret',
    );
    const { length: retired } = seen;
    await expect.poll(() => seen.length).toBeGreaterThan(retired + 2);
    done = true;
    await working;
    expect(new Set(seen)).toEqual(new Set(['served']));
    await expect(tokenBy(machine, first)).rejects.toMatchObject({ code: 'invalid_client' });
    // A token that was given before lives on: it is the machine's, which still acts for its party.
    expect((await as(oldToken).call('parties.mine')).ok).toBe(true);
  });
});

describe('the end of a machine', () => {
  it('is felt at once by a token that is still good at the gateway, in every function', async () => {
    const { machine, secret } = await take('agency');
    const token = await tokenBy(machine, secret);
    expect((await as(token).call('filings.list')).ok).toBe(true);
    const params = { clientId: machine.client };
    demand(await who.as('agency').call('machines.end', { params, body: {} }), 'machines.end');
    const answers = [
      await as(token).call('parties.mine'),
      await as(token).call('filings.list'),
      await as(token).call('notices.list'),
      await as(token).call('machines.list'),
      await as(token).call('filings.open', {
        body: { procedure: 'pledge.registration', form: {}, documents: [] },
      }),
    ];
    for (const one of answers) {
      expect(one.ok ? 200 : [one.status, Reflect.get(one.problem, 'code')]).toEqual([403, 'not-enrolled']);
    }
    await expect(tokenBy(machine, secret)).rejects.toMatchObject({ code: 'invalid_client' });
    const slots = demand<Answer<'office.machines.list'>>(
      await who.as('operator').call('office.machines.list'),
      'office.machines.list',
    );
    expect(slots.items.find((one) => one.client === machine.client)).toMatchObject({ state: 'retired' });
  });
});

describe('secrets', () => {
  it('stand in no log of the cloud', async () => {
    const { secret = '' } = await take('owner', 'read');
    expect(secret.length).toBeGreaterThan(23);
    const folder = join(cloud.folder, 'logs');
    const logs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(logs.join('')).toContain('/v1/my/machines');
    expect(logs.join('')).not.toContain(secret);
  });

  it('are out of reach of every function but the one whose role says so', async () => {
    const { machine } = await take('co-owner', 'read');
    const pool = cloud.pools.find(({ name }) => name === 'applicants')?.poolId ?? '';
    const add = (name: string) => {
      const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = cloud.functionNamed(name).environment;
      const cognito = new CognitoIdentityProviderClient({
        ...{ endpoint: cloud.endpoints.cognito, region: place.region, maxAttempts: 1 },
        credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
      });
      const place_ = { UserPoolId: pool, ClientId: machine.client };
      return cognito.send(new AddUserPoolClientSecretCommand(place_)).finally(() => cognito.destroy());
    };
    await expect(add('filings')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(add('parties')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(add('machines')).resolves.toHaveProperty('ClientSecretDescriptor');
    // The schedule takes away what came past the register.
    await cloud.runSchedules();
    await expect(add('machines')).resolves.toHaveProperty('ClientSecretDescriptor');
  });
});
