import { openSync, writeSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parseRight } from '../shared/kernel/right.ts';
import { papersFor } from '../test/functions/papers.ts';
import { pledgeForm, startWorld, type World } from '../test/functions/world.ts';
import { type Functions, functionsOver } from './functions-over.ts';
import type { Asked } from './gateway-event.ts';

export type ReadyFiling = {
  readonly filing: string;
  readonly patents: readonly string[];
  /** Its submission, as the owner would ask for it. */
  readonly submission: Asked;
};

export type RegisterUnderTest = {
  readonly world: World;
  /** The functions, straight to the engine. */
  readonly functions: Functions;
  /** A draft over so many new patents, complete and not yet stored. */
  draft(patents: number): Promise<Asked & { readonly patents: readonly string[] }>;
  /** A pledge of so many new patents that both parties have consented to. */
  readyFiling(patents: number): Promise<ReadyFiling>;
  readonly accounts: { readonly owner: string; readonly bank: string };
};

const ownerName = '东海精密仪器有限公司';
const bankName = '东海商业银行股份有限公司';
const patentName = '一种基于区块链的数据存证方法、系统及存储介质';

/** The functions over the real engine, with one owner, one bank, and filings as many as are asked for. */
export async function startRegister(): Promise<RegisterUnderTest> {
  const world = await startWorld();
  discardLogs();
  const owner = await world.putParty(ownerName);
  const bank = await world.putParty(bankName);
  const accounts = { owner: owner.caller.sub, bank: bank.caller.sub };
  const functions = functionsOver(world, documentClient(rawClient(world.engine)));

  const draft = async (count: number) => {
    const patents: string[] = [];
    while (patents.length < count) patents.push(await newPatent(world));
    const form = pledgeForm([owner.id], [bank.id], patents);
    const body = { procedure: 'pledge.registration', form, documents: papersFor(form) };
    return { body, account: accounts.owner, patents };
  };
  const readyFiling = async (count: number): Promise<ReadyFiling> => {
    const asked = await draft(count);
    const opened = await functions.call('filings.open', asked);
    const params = { filingId: String(opened['id']) };
    await world.putPapers(params.filingId, asked.body.documents);
    for (const account of [accounts.owner, accounts.bank]) {
      await functions.call('filings.consent', { params, body: { digest: opened['digest'] }, account });
    }
    const submission = { params, body: {}, account: accounts.owner };
    return { filing: params.filingId, patents: asked.patents, submission };
  };
  return { world, functions, draft, readyFiling, accounts };
}

async function newPatent(world: World): Promise<string> {
  const title = await world.putTitle([ownerName], (plain) => ({
    ...plain,
    particulars: { ...plain.particulars, name: patentName },
  }));
  return parseRight(title.right)?.number ?? '';
}

/** Log lines are written, as they would be in Lambda, but where nobody reads them. */
export function discardLogs(): void {
  const nowhere = openSync('/dev/null', 'w');
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) =>
    typeof chunk === 'string' && chunk.startsWith('{"level":') ? writeSync(nowhere, chunk) > 0 : write(chunk);
}

/** A client with nothing above it: what the SDK itself sends and hears. */
export function rawClient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
}

/** The document client as the functions compose it. */
export function documentClient(raw: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } });
}
