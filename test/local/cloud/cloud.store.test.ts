import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud.ts';
import { demoPassword } from '../../../local/demo-accounts.ts';
import { clientCredentials, signIn } from '../../../local/identity/sign-in.ts';
import { writeSmallAssembly } from './small-assembly.ts';

const assembly = writeSmallAssembly();
const folder = mkdtempSync(join(tmpdir(), 'cloud-'));
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startCloud({ port: 0, folder, assembly });
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(assembly, { recursive: true, force: true });
});

async function ask(path: string, token?: string) {
  const answer = await fetch(
    cloud.url + path,
    token ? { headers: { authorization: `Bearer ${token}` } } : {},
  );
  return {
    status: answer.status,
    challenge: answer.headers.get('www-authenticate'),
    body: await answer.text(),
  };
}

function clientNamed(name: string) {
  for (const pool of cloud.pools) {
    const client = pool.clients.find((one) => one.name === name);
    if (client)
      return { ...client, issuer: cloud.issuers[pool.name], redirectUri: client.redirectUris[0] ?? '' };
  }
  throw new Error(`no client ${name}`);
}

async function tokenOf(client: 'portal' | 'office', account: string) {
  const scope = client === 'portal' ? 'openid register/own' : 'openid office/act';
  return (await signIn({ ...clientNamed(client), scope, account, password: demoPassword })).accessToken;
}

describe('a cloud out of a template', () => {
  it('serves a function with its table and bucket', async () => {
    expect(await ask('/open?deed=put&value=first')).toMatchObject({ status: 200 });
    expect(await ask('/open?deed=get')).toMatchObject({ status: 200, body: 'first' });
    expect(await ask('/open?deed=store&value=body')).toMatchObject({ status: 200 });
    expect(await ask('/open?deed=fetch')).toMatchObject({ status: 200, body: 'body' });
  });

  it('refuses what the function’s role does not grant', async () => {
    expect(await ask('/open?deed=scan')).toMatchObject({ status: 418, body: 'AccessDeniedException' });
    expect(await ask('/open?deed=remove')).toMatchObject({ status: 418, body: 'AccessDenied' });
  });

  it('gives a function its own environment alone', async () => {
    const { body } = await ask('/open?deed=environment');
    const environment = JSON.parse(body) as Record<string, string>;
    expect(environment).toMatchObject({
      AWS_REGION: 'local-1',
      TABLE_REGISTER: cloud.tableNamed('register'),
      AWS_ENDPOINT_URL_DYNAMODB: cloud.endpoints.dynamodb,
      AWS_ENDPOINT_URL_S3: cloud.endpoints.s3,
    });
    expect(environment).not.toHaveProperty('HOME');
    expect(environment['AWS_ACCESS_KEY_ID']).toMatch(/^[A-Z0-9]{20}$/);
  });

  it('keeps UTC, as Lambda does', async () => {
    expect(await ask('/open?deed=zone')).toMatchObject({ body: 'UTC' });
  });

  it('needs a permission for the gateway: $default has none here', async () => {
    expect(await ask('/elsewhere')).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  it('runs its schedules, which the rule may invoke', async () => {
    await cloud.runSchedules();
    expect(await ask('/open?deed=get')).toMatchObject({ body: 'by the clock' });
  });

  it('names what it has', () => {
    expect(cloud.functionNamed('registrar').name).toBe('Small-Function');
    expect(() => cloud.functionNamed('nobody')).toThrow('no function nobody');
    expect(() => cloud.tableNamed('nothing')).toThrow('no table nothing');
  });
});

describe('tokens of the two pools', () => {
  it('let people, machines and staff through their own doors only', async () => {
    const owner = await tokenOf('portal', 'owner');
    const examiner = await tokenOf('office', 'examiner');
    const { clientId, secret = '', issuer } = clientNamed('machine');
    const machine = (await clientCredentials({ issuer, clientId, secret, scope: 'register/own' }))
      .accessToken;
    const own = (token: string) => ask('/own?deed=who', token);
    const office = (token: string) => ask('/office?deed=who', token);
    expect(await own(owner)).toMatchObject({ status: 200, body: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await own(machine)).toMatchObject({ status: 200, body: clientId });
    expect(await office(examiner)).toMatchObject({ status: 200 });
    const foreign = {
      status: 401,
      challenge: expect.stringMatching(
        /^Bearer scope="[a-z/]+" error="invalid_token" error_description="[a-z/: ]+"$/,
      ),
      body: '{"message":"Unauthorized"}',
    };
    expect(await own(examiner)).toEqual(foreign);
    expect(await office(owner)).toEqual(foreign);
    expect(await office(machine)).toEqual(foreign);
    expect(await own('')).toEqual({ status: 401, challenge: 'Bearer', body: '{"message":"Unauthorized"}' });
  });

  it('without the scope are forbidden', async () => {
    const client = clientNamed('portal');
    const input = { ...client, scope: 'openid', account: 'owner', password: demoPassword };
    const { accessToken } = await signIn(input);
    expect(await ask('/own', accessToken)).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });
});

describe('the data folder', () => {
  it('is used by one cloud at a time', async () => {
    await expect(startCloud({ port: 0, folder, assembly })).rejects.toThrow(
      `The data folder ${folder} is in use by process ${process.pid}: stop that local cloud first.`,
    );
  });

  it('survives a restart, with data, keys and secrets; fresh empties it', async () => {
    await ask('/open?deed=put&value=kept');
    await ask('/open?deed=store&value=kept%20too');
    const { secret } = clientNamed('machine');
    const { port } = new URL(cloud.url);
    const token = await tokenOf('portal', 'owner');
    writeFileSync(join(folder, 'mine.txt'), 'not the cloud’s');
    await cloud.close();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
    cloud = await startCloud({ port: Number(port), folder, assembly });
    expect(await ask('/open?deed=get')).toMatchObject({ body: 'kept' });
    expect(await ask('/open?deed=fetch')).toMatchObject({ body: 'kept too' });
    expect(await ask('/own?deed=get', token)).toMatchObject({ status: 200 });
    expect(clientNamed('machine').secret).toBe(secret);
    await cloud.close();
    cloud = await startCloud({ port: 0, folder, assembly, fresh: true });
    expect(await ask('/open?deed=get')).toMatchObject({ body: 'nothing' });
    // Without the right to list, S3 does not tell a missing object from a forbidden one.
    expect(await ask('/open?deed=fetch')).toMatchObject({ status: 418, body: 'AccessDenied' });
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('not the cloud’s');
  });

  it('has a log for each function and for the gateway', async () => {
    await ask('/open?deed=get');
    const gateway = readFileSync(join(folder, 'logs', 'gateway.log'), 'utf8');
    expect(gateway).toContain('"target":"/open"');
    // Names stand in questions, so the log keeps none.
    expect(gateway).not.toContain('deed=get');
    expect(readFileSync(join(folder, 'logs', 'Small-Function.log'), 'utf8')).toContain('START RequestId');
  });
});

describe('a start that cannot be', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'cloud-'));
  afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

  it('for a taken port says so and leaves nothing behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startCloud({ port, folder: elsewhere, assembly })).rejects.toThrow(
      `Port ${port} is taken: stop what uses it, or choose another with PORT=${port + 1} npm start.`,
    );
    expect(existsSync(join(elsewhere, 'lock'))).toBe(false);
    taken.close();
  });

  it.each([
    [
      'a route by another authoriser',
      {
        Odd: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: 'x',
            RouteKey: 'GET /x',
            AuthorizationType: 'AWS_IAM',
            Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
          },
        },
      },
      'Route GET /x is authorised by AWS_IAM',
    ],
    [
      'an older payload format',
      {
        Integration: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: { IntegrationType: 'AWS_PROXY', IntegrationUri: 'x', PayloadFormatVersion: '1.0' },
        },
      },
      'AWS::ApiGatewayV2::Integration Integration in Small is not of a kind',
    ],
    [
      'a rule by the calendar',
      {
        Cron: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ScheduleExpression: 'cron(0 0 * * ? *)',
            Targets: [{ Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }],
          },
        },
        RulePermission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
            Principal: 'events.amazonaws.com',
          },
        },
      },
      'keeps schedules of the form rate(15 minutes)',
    ],
    ['a second API', { Second: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} } }, 'has 2 HTTP APIs'],
    [
      'a function in another language',
      {
        Python: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'python3.13',
            Handler: 'x.y',
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Code: { S3Key: 'code.zip' },
          },
        },
      },
      'runs on python3.13',
    ],
  ])('for %s says so and leaves nothing behind', async (_, more, message) => {
    const odd = writeSmallAssembly(more);
    await expect(startCloud({ port: 0, folder: elsewhere, assembly: odd })).rejects.toThrow(message);
    expect(existsSync(join(elsewhere, 'lock'))).toBe(false);
    rmSync(odd, { recursive: true });
  });
});
