import { resolve } from 'node:path';
import { demoAccounts, demoMachines, type PoolName } from './demo-accounts.ts';
import { type Directory, directory, directoryPath } from './identity/directory.ts';
import { clientCredentials, SignInRefused, signIn } from './identity/sign-in.ts';
import { readMachine } from './machine-credentials.ts';
import { Refusal } from './refusal.ts';

const USAGE = 'Usage: npm run token -- <demo account>      e.g.  npm run --silent token -- owner';

const names = [...demoAccounts, ...demoMachines].map(({ name }) => name);

function originFrom(port: string | undefined): string {
  if (port === undefined || port === '') return 'http://127.0.0.1:8080';
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) {
    throw new Refusal(`PORT is ${JSON.stringify(port)}: give a port between 1 and 65535.`);
  }
  return `http://127.0.0.1:${port}`;
}

export async function readDirectory(origin: string): Promise<Directory> {
  const url = `${origin}${directoryPath}`;
  let answer: Response;
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  } catch {
    throw new Refusal(
      `No local cloud answers at ${origin}: start it with "npm start", or set PORT to where it runs.`,
    );
  }
  const parsed = directory.safeParse(answer.ok ? await answer.json().catch(() => undefined) : undefined);
  if (!parsed.success)
    throw new Refusal(`What answers at ${origin} is not the local cloud: set PORT to where it runs.`);
  return parsed.data;
}

type Client = Directory['pools'][number]['clients'][number];

const forPeople = ({ grants }: Client): boolean => grants.includes('authorization_code');

export function clientFor({ pools }: Directory, pool: PoolName, wanted: (client: Client) => boolean) {
  const found = pools.find(({ name }) => name === pool);
  const client = found?.clients.find(wanted);
  if (found === undefined || client === undefined) {
    throw new Refusal(`The local cloud has no app client for this account in its pool ${pool}.`);
  }
  return { ...client, issuer: found.issuer, scope: client.scopes.join(' ') };
}

/**
 * The access token of a demo account: a person's by code and PKCE, a machine's by client credentials with the secret
 * that its owner wrote down in the data folder.
 */
export async function tokenOf(name: string, origin: string, folder: string): Promise<string> {
  const account = demoAccounts.find((each) => each.name === name);
  const machine = demoMachines.find((each) => each.name === name);
  if (account !== undefined) {
    const client = clientFor(await readDirectory(origin), account.pool, forPeople);
    const redirectUri = client.redirectUris[0] ?? '';
    return (await signIn({ ...client, redirectUri, account: name, password: account.password })).accessToken;
  }
  if (machine === undefined) {
    throw new Refusal(`There is no demo account ${JSON.stringify(name)}. There are: ${names.join(', ')}.`);
  }
  const given = await readMachine(folder, name);
  if (given === undefined) {
    throw new Refusal(`No secret of ${name} in ${folder}: run this where the local cloud keeps its data.`);
  }
  const { clientId, secret } = given;
  const client = clientFor(await readDirectory(origin), machine.pool, (each) => each.clientId === clientId);
  return (await clientCredentials({ ...client, secret })).accessToken;
}

export type TokenCommand = {
  readonly args: readonly string[];
  readonly port: string | undefined;
  /** The data folder of the local cloud. */
  readonly folder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
};

/** Prints the token alone on `out` and answers exit code 0, or one clear line on `err` and 1. */
export async function tokenCommand({ args, port, folder, out, err }: TokenCommand): Promise<0 | 1> {
  const name = args[0];
  try {
    if (name === undefined || args.length !== 1 || name.startsWith('-')) {
      throw new Refusal(`${USAGE}\nDemo accounts: ${names.join(', ')}.`);
    }
    out(`${await tokenOf(name, originFrom(port), folder)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof Refusal) err(`${error.message}\n`);
    else if (error instanceof SignInRefused) err(`The local cloud refused ${name}: ${error.message}\n`);
    else if (error instanceof TypeError && error.message === 'fetch failed')
      err('The local cloud stopped answering.\n');
    else throw error;
    return 1;
  }
}

if (import.meta.main) {
  process.exitCode = await tokenCommand({
    args: process.argv.slice(2),
    port: process.env['PORT'],
    folder: resolve(import.meta.dirname, '..', '.local'),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
