import { createServer } from 'node:http';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts } from '../../../local/demo-accounts.ts';
import { keepMachine } from '../../../local/machine-credentials.ts';
import { tokenCommand } from '../../../local/token.ts';
import { newFolder, type RunningIdentity, removeFolder, startIdentity } from './fixture.ts';

let running: RunningIdentity;
let folder: string;
beforeAll(async () => {
  folder = await newFolder();
  running = await startIdentity(folder);
});
afterAll(async () => {
  await running.stop();
  await removeFolder(folder);
});

async function run(args: readonly string[], change: { port?: string; folder?: string } = {}) {
  let out = '';
  let err = '';
  const code = await tokenCommand({
    args,
    port: change.port ?? String(running.port),
    folder: change.folder ?? folder,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

describe('npm run token', () => {
  it.each(demoAccounts.map(({ name, subject }) => [name, subject]))(
    '%s: the token alone',
    async (name, subject) => {
      const { code, out, err } = await run([name]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      expect(decodeJwt(out.trim())).toMatchObject({ sub: subject, username: name, token_use: 'access' });
    },
  );

  it('bank-machine: by client credentials, with the secret that was written down', async () => {
    const { clientId, secret = '' } = running.client('machine');
    await keepMachine(folder, 'bank-machine', { clientId, secret });
    const { code, out } = await run(['bank-machine']);
    expect(code).toBe(0);
    expect(decodeJwt(out.trim())).toMatchObject({
      sub: running.client('machine').clientId,
      scope: 'register/own',
    });
  });

  it.each([
    ['no account', [], 'Usage: npm run token -- <demo account>'],
    ['two accounts', ['owner', 'bank'], 'Usage: npm run token'],
    ['an option', ['--help'], 'Usage: npm run token'],
    ['an unknown account', ['boss'], 'There is no demo account "boss". There are: owner, co-owner, bank,'],
  ])('%s: a line that says what to do, exit 1, nothing on stdout', async (_, args, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('bank-machine');
  });

  it.each(['0', '70000', 'eighty', '80 80'])('PORT=%s is refused', async (port) => {
    expect(await run(['owner'], { port })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('PORT'),
    });
  });

  it('no local cloud running', async () => {
    const other = await startIdentity(folder);
    await other.stop();
    const { code, err } = await run(['owner'], { port: String(other.port) });
    expect(code).toBe(1);
    expect(err).toBe(
      `No local cloud answers at ${other.origin}: start it with "npm start", or set PORT to where it runs.\n`,
    );
  });

  it('something else on the port', async () => {
    const other = createServer((_req, res) => void res.end('<p>hello</p>'));
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    expect(await run(['owner'], { port })).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not the local cloud'),
    });
    other.closeAllConnections();
    other.close();
  });

  it('a data folder without the machine’s secret, or with a foreign one', async () => {
    const empty = await newFolder();
    expect(await run(['bank-machine'], { folder: empty })).toMatchObject({
      code: 1,
      err: expect.stringContaining('No secret of bank-machine'),
    });
    const { clientId } = running.client('machine');
    await keepMachine(empty, 'bank-machine', { clientId, secret: 'x'.repeat(51) });
    expect(await run(['bank-machine'], { folder: empty })).toMatchObject({
      code: 1,
      err: expect.stringContaining('invalid_client'),
    });
    await removeFolder(empty);
  });
});
