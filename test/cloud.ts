import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { type LocalCloud, startCloud } from '../local/cloud.ts';
import { demoPassword } from '../local/demo-accounts.ts';
import { signIn } from '../local/identity/sign-in.ts';
import { synthesise } from '../local/synth.ts';
import { tokenOf as tokenOfDemo } from '../local/token.ts';

/** What the tests of one run know of their common cloud; plain data, for it crosses from process to process. */
export type CloudUnderTest = Pick<LocalCloud, 'url' | 'folder' | 'issuers' | 'pools' | 'endpoints'>;

declare module 'vitest' {
  export interface ProvidedContext {
    cloud: CloudUnderTest;
  }
}

/**
 * Starts one cloud for all `.http.test.ts` of a run: the real template on a free port, with an empty data folder.
 * Tests share it, so each makes parties and titles of its own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const assembly = await synthesise({ root: join(import.meta.dirname, '..') });
  const folder = mkdtempSync(join(tmpdir(), 'ip-register-'));
  const cloud = await startCloud({ port: 0, folder, assembly, log: console.log });
  const { url, issuers, pools, endpoints } = cloud;
  project.provide('cloud', { url, folder, issuers, pools, endpoints });
  return async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The cloud of this run. */
export function cloudUnderTest(): CloudUnderTest {
  return inject('cloud');
}

/** An access token of a demo account, through the sign-in that people use: `portal` for applicants, `office` for staff. */
export async function tokenOf(account: string, client: 'portal' | 'office' = 'portal'): Promise<string> {
  const scope = client === 'portal' ? 'openid register/own' : 'openid office/act';
  const { redirectUris, ...found } = clientNamed(client);
  const redirectUri = redirectUris[0] ?? '';
  const tokens = await signIn({ ...found, redirectUri, scope, account, password: demoPassword });
  return tokens.accessToken;
}

/** An access token of the machine that the seed let the bank take. */
export function machineToken(): Promise<string> {
  const { url, folder } = cloudUnderTest();
  return tokenOfDemo('bank-machine', url, folder);
}

function clientNamed(name: string) {
  const { pools, issuers } = cloudUnderTest();
  for (const pool of pools) {
    const client = pool.clients.find((one) => one.name === name);
    if (client) return { ...client, issuer: issuers[pool.name] };
  }
  throw new Error(`The template has no app client ${name}.`);
}
