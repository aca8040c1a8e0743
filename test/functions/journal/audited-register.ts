import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { expect } from 'vitest';
import { openBodies } from '../../../functions/_platform/bodies.ts';
import { partyKey } from '../../../functions/_platform/store/parties.ts';
import { tableSources } from '../../../functions/journal/audit/tables.ts';
import { importsHandler } from '../../../functions/registrar/imports/handlers.ts';
import { audit } from '../../../shared/audit/audit.ts';
import { type PartyId, partyId } from '../../../shared/kernel/id.ts';
import { patentCheckDigit } from '../../../shared/kernel/patent-number.ts';
import {
  type Asking,
  agree,
  ask,
  enrol,
  fill,
  full,
  openFor,
  organisationForm,
  submit,
} from '../parties/desk.ts';
import { consented, type Enrolled, submit as submitPledge } from '../scene.ts';
import { examiner, secondExaminer, startWorld } from '../world.ts';
import { origin, startJournal } from './journal-under-test.ts';

const header = 'patentNumber,kind,title,titleLang,patentees,filingDate,grantDate';
let serial = 3_000_000;

/**
 * A register in which everything was made by its own functions, over the real engines, with its journal: titles by an
 * import, parties by enrolment, and every kind of entry there is.
 */
export async function startAuditedRegister() {
  const world = await startWorld();
  const journal = await startJournal(world.store);
  const bodies = { bucket: journal.bucket, client: journal.client };
  const imports = importsHandler({
    ...{ store: world.store, bodies: openBodies(bodies.bucket, bodies.client) },
    ...{ ports: world.ports, demonstration: true },
  });

  /** Puts patents of the owner on the register, from a file. */
  const importPatents = async (owner: string, count: number): Promise<string[]> => {
    const numbers = Array.from({ length: count }, () => {
      serial += 1;
      const digits = `20181${serial}`;
      return `${digits}${patentCheckDigit(digits)}`;
    });
    const lines = numbers.map((one) => `${one},invention,一种测试装置,zh,${owner},2018-03-01,2020-05-01`);
    const terms = { source: 'Sample patents', statusBasis: 'assumed', annuityBasis: 'assumed' };
    const body = JSON.stringify({ csv: [header, ...lines].join('\n'), ...terms });
    const claims = { sub: 'operator-1', 'cognito:groups': '[operator]' };
    const event = {
      ...{ version: '2.0', routeKey: 'POST /v1/office/imports', rawPath: '/', rawQueryString: '', body },
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      requestContext: { requestId: randomUUID(), authorizer: { jwt: { claims, scopes: [] } } },
      isBase64Encoded: false,
    };
    const answer = await imports(event as never, {} as Context);
    expect(answer, JSON.stringify(answer)).toMatchObject({ statusCode: 201 });
    return numbers;
  };

  const partyNow = async (id: PartyId) =>
    (await world.item('parties', partyKey(id)))?.['party'] as Enrolled['party'];

  const enrolled = async (name?: string): Promise<Enrolled> => {
    const made = await enrol(world, (caller) => organisationForm([full(caller)], name ? { name } : {}));
    const id = partyId.parse(made.party);
    return { id, caller: made.caller, party: await partyNow(id) };
  };

  const pledged = async (owner: Enrolled, bank: Enrolled, rights: readonly string[]) => {
    const scene = await consented(world, { owner, bank, rights });
    const done = await submitPledge(world, scene);
    expect(done.body['status'], done.text).toBe('registered');
    return done.body['registration'] as { entry: string; registrationNumber: string };
  };

  /** Consented to by whoever asks, and registered at once. */
  const filed = async (filing: Asking, form: object, documents: readonly unknown[] = []) => {
    const done = await ask(world, filing, form, documents);
    expect(done.body['status'], done.text).toBe('registered');
  };

  const corrected = async (change: object): Promise<void> => {
    const body = { change, reason: '录入笔误' };
    const proposed = await world.call('office.corrections.propose', examiner, { body });
    expect(proposed.status, proposed.text).toBe(201);
    const params = { correctionId: String(proposed.body['id']) };
    const made = await world.call('office.corrections.confirm', secondExaminer, {
      params,
      body: { outcome: 'confirm' },
    });
    expect(made.body['status'], made.text).toBe('made');
  };

  const granted = async (principal: Enrolled, agent: Enrolled): Promise<string> => {
    const filing = await openFor(world, principal, 'mandate.grant');
    const form = { agent: agent.id, acts: ['file', 'consent'], from: '2026-01-01', bothSides: false };
    await fill(world, filing, form, []);
    await agree(world, filing, principal.caller, principal.id);
    await agree(world, filing, agent.caller, agent.id);
    const done = await submit(world, filing);
    expect(done.body['status'], done.text).toBe('registered');
    const mine = await world.call('parties.mine', principal.caller);
    return (mine.body['parties'] as { given: { id: string }[] }[])[0]?.given[0]?.id ?? '';
  };

  const sources = (now = Date.now) =>
    tableSources({
      ...{ store: world.store, shelf: journal.shelf, bodies, origin, now },
      ...{ verifiers: [journal.signer.verifier], demonstration: false },
    });

  return {
    ...{ world, journal, sources, importPatents, enrolled, pledged, filed, corrected, granted, partyNow },
    audit: (now?: () => number) => audit(sources(now)),
    close: async () => {
      await journal.close();
      await world.close();
    },
  };
}
