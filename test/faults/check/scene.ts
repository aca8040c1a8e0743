import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { type Bodies, openBodies } from '../../../functions/_platform/bodies.ts';
import { publishedJournal } from '../../../functions/_platform/projection/published.ts';
import { tendProjection } from '../../../functions/_platform/projection/run.ts';
import { openArchive } from '../../../functions/certificates/archive.ts';
import { pledgeCertificates } from '../../../functions/certificates/projection.ts';
import { importsHandler } from '../../../functions/registrar/imports/handlers.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { checkpointPath } from '../../../shared/journal/checkpoint.ts';
import { partyId } from '../../../shared/kernel/id.ts';
import { patentCheckDigit } from '../../../shared/kernel/patent-number.ts';
import { party } from '../../../shared/register/party.ts';
import { fontsHere } from '../../functions/certificates/sample.ts';
import { origin, startJournal, testSigner } from '../../functions/journal/journal-under-test.ts';
import { enrol, full, organisationForm } from '../../functions/parties/desk.ts';
import type { Enrolled } from '../../functions/scene.ts';
import { type Ask, type Caller, operator, type Reply, startWorld } from '../../functions/world.ts';
import type { Request } from '../history.ts';
import type { Remains, Shown } from '../remains.ts';

const header = 'patentNumber,kind,title,titleLang,patentees,filingDate,grantDate';
let serial = 5_000_000;

/**
 * A small register made by its own functions, with its journal, certificates and index, in which everything that is asked
 * is noted as a run of faults notes it.
 */
export async function startScene() {
  const plain = await startWorld();
  const journal = await startJournal(plain.store);
  const bodies = openBodies(journal.bucket, journal.client);
  const seal = await testSigner(`${origin}/seal`);
  const archive = openArchive(journal.bucket, journal.client);
  const fonts = fontsHere();
  const call = withImports(plain, bodies);
  const history: Request[] = [];
  const world = { ...plain, call: noting(call, history) };
  const shown: Shown[] = [];

  /** Places every entry, lets everything follow, and shows the checkpoint to somebody. */
  const settle = async () => {
    await journal.run();
    const { store, ports, projections, deps } = plain;
    const certificates = pledgeCertificates({
      ...{ ...deps, archive, log: journal.log, seal: async () => seal, fonts: () => fonts },
      publicOrigin: 'https://register.example',
    });
    const followed = { store, ports, journal: publishedJournal(store, journal.shelf) };
    for (const one of [projections.search, projections.notices, certificates]) {
      await tendProjection(followed, one, () => true);
    }
    const note = new TextDecoder().decode((await journal.shelf.get(checkpointPath))?.bytes);
    shown.push({ step: shown.length, note });
  };

  const enrolled = async (): Promise<Enrolled> => {
    const made = await enrol(world, (caller) => organisationForm([full(caller)]));
    const id = partyId.parse(made.party);
    const item = await plain.item('parties', { pk: `PARTY#${id}`, sk: 'PARTY' });
    return { id, caller: made.caller, party: party.parse(item?.['party']) };
  };

  const importPatents = async (owner: string, count: number): Promise<string[]> => {
    const numbers = Array.from({ length: count }, () => {
      serial += 1;
      const digits = `20181${serial}`;
      return `${digits}${patentCheckDigit(digits)}`;
    });
    const lines = numbers.map((one) => `${one},invention,一种测试装置,zh,${owner},2018-03-01,2020-05-01`);
    const terms = { source: 'Sample patents', statusBasis: 'assumed', annuityBasis: 'assumed' };
    const body = { csv: [header, ...lines].join('\n'), ...terms };
    const reply = await world.call('office.imports.make', operator, { body });
    if (reply.status !== 201) throw new Error(reply.text);
    return numbers;
  };

  const remains: Remains = {
    ...{ store: plain.store, shelf: journal.shelf, log: journal.log, archive, bodies, call, shown },
    ...{ vault: plain.bucket.vault, verifier: journal.signer.verifier, seal: seal.verifier },
  };
  return {
    ...{ world, journal, history, shown, remains, settle, enrolled, importPatents },
    close: async () => {
      await journal.close();
      await plain.close();
    },
  };
}

type Calls = Remains['call'];
type World = Awaited<ReturnType<typeof startWorld>>;

/** The imports are a function of their own, and no part of the world of the others. */
function withImports({ call, store, ports }: World, bodies: Bodies): Calls {
  const imports = importsHandler({ store, ports, bodies, demonstration: true });
  return async (operation, caller, ask = {}) => {
    if (operation !== 'office.imports.make') return call(operation, caller, ask);
    const claims = { sub: caller?.sub, 'cognito:groups': caller?.groups };
    const event = {
      ...{ version: '2.0', routeKey: 'POST /v1/office/imports', rawPath: '/', rawQueryString: '' },
      headers: { 'content-type': 'application/json', ...ask.headers },
      requestContext: { requestId: randomUUID(), authorizer: { jwt: { claims, scopes: [] } } },
      ...{ isBase64Encoded: false, body: JSON.stringify(ask.body) },
    } as unknown as APIGatewayProxyEventV2;
    const answer = (await imports(event, {} as Context)) as {
      statusCode: number;
      headers: object;
      body: string;
    };
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, one]) => [name, String(one)]),
    );
    return { status: answer.statusCode, headers, text: answer.body, body: JSON.parse(answer.body) };
  };
}

/** Notes what is asked as a request with one attempt that was answered. */
function noting(call: Calls, history: Request[]): Calls {
  let step = 0;
  return async (operation: string, caller: Caller | undefined, ask: Ask = {}): Promise<Reply> => {
    const idempotent = operations.find(({ id }) => id === operation)?.idempotent === true;
    const { 'idempotency-key': given, ...headers } = ask.headers ?? {};
    const key = idempotent ? (given ?? randomUUID()) : undefined;
    step += 1;
    const begun = step;
    const answer = await call(operation, caller, {
      ...ask,
      headers: { ...headers, ...(key !== undefined && { 'idempotency-key': key }) },
    });
    step += 1;
    const { status, headers: told, text } = answer;
    history.push({
      ...{ no: history.length, actor: caller?.sub ?? '', operation, headers, body: ask.body },
      ...{ params: ask.params ?? {}, query: ask.query ?? {}, ...(key !== undefined && { key }) },
      attempts: [{ begun, ended: step, answer: { status, headers: told, text } }],
    });
    return answer;
  };
}
