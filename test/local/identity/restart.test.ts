import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoPassword } from '../../../local/demo-accounts.ts';
import { openKey } from '../../../local/identity/keys.ts';
import { openSecrets } from '../../../local/identity/secrets.ts';
import { signIn } from '../../../local/identity/sign-in.ts';
import { newFolder, type RunningIdentity, removeFolder, startIdentity } from './fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => removeFolder(folder));

function signInOwner(running: RunningIdentity) {
  const { clientId, redirectUris } = running.client('portal');
  return signIn({
    issuer: `${running.origin}/identity/applicants`,
    clientId,
    account: 'owner',
    password: demoPassword,
    scope: 'register/own',
    redirectUri: redirectUris[0] ?? '',
  });
}

describe('a restart', () => {
  it('keeps the keys, so that an access token stays valid', async () => {
    const before = await startIdentity(folder);
    const { accessToken } = await signInOwner(before);
    await before.stop();
    const after = await startIdentity(folder, before.port);
    try {
      const issuer = after.identity.issuerOf('ApplicantsPool');
      const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
      await expect(jwtVerify(accessToken, keys, { issuer })).resolves.toHaveProperty('payload');
      expect(after.client('machine').secret).toBe(before.client('machine').secret);
    } finally {
      await after.stop();
    }
  });

  it('a fresh folder has other keys and secrets', async () => {
    const other = await newFolder();
    expect(await openKey(folder, 'staff')).not.toEqual(await openKey(other, 'staff'));
    const [here, there] = [await openSecrets(folder, 'machine'), await openSecrets(other, 'machine')];
    expect(here.list()[0]?.value).not.toBe(there.list()[0]?.value);
    await removeFolder(other);
  });
});

describe('what is kept', () => {
  it('is for its owner alone, whole, and leaves no draft behind', async () => {
    await openKey(folder, 'applicants');
    const secrets = await openSecrets(folder, 'machine');
    await secrets.add();
    const kept = join(folder, 'identity');
    expect((await stat(kept)).mode & 0o777).toBe(0o700);
    const names = (await readdir(kept)).sort();
    expect(names).toEqual(['key-applicants.json', 'secrets-machine.json']);
    for (const name of names) expect((await stat(join(kept, name))).mode & 0o777).toBe(0o600);
  });

  it('two who open it at once get the same key and the same secret', async () => {
    const keys = await Promise.all(Array.from({ length: 3 }, () => openKey(folder, 'applicants')));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    const secrets = await Promise.all(Array.from({ length: 8 }, () => openSecrets(folder, 'machine')));
    expect(new Set(secrets.map((one) => one.list()[0]?.value)).size).toBe(1);
  });

  it('a damaged key stops the start with a line that says what to do, and is not replaced', async () => {
    await openKey(folder, 'applicants');
    const file = join(folder, 'identity', 'key-applicants.json');
    for (const damage of ['', '{"kty":"RSA"', '{"kty":"oct"}', 'null']) {
      await writeFile(file, damage);
      await expect(openKey(folder, 'applicants')).rejects.toThrow(
        'key-applicants.json is damaged: remove it, or begin anew with "npm start -- --fresh"',
      );
    }
  });
});
