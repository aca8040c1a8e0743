import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../local/seed.ts';
import type { OperationRow } from '../../shared/contracts/operation.ts';
import { type OperationId, operations } from '../../shared/contracts/operations/index.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { cloudUnderTest } from '../cloud.ts';
import { pledgeForm } from '../functions/world.ts';
import { type CallerKind, callerKinds, expected, tokenOfKind } from './callers.ts';
import { clientOf, contract, handInContract, openDraft, partyOf, send } from './scene.ts';

type Scene = {
  owner: PartyId;
  bank: PartyId;
  agency: PartyId;
  coOwner: PartyId;
  registration: string;
  entry: string;
};
let scene: Scene;
const patent = firstPatent();

/** Any patent of the sample: these tests look at who is let in, not at what becomes of the filing. */
function firstPatent(): string {
  const sample = readFileSync(join(import.meta.dirname, '../../local/sample/patents.csv'), 'utf8');
  return sample.split('\n')[1]?.split(',')[0]?.replace('.', '') ?? '';
}

beforeAll(async () => {
  const cloud = cloudUnderTest();
  await seed(cloud, { onProgress: () => {} });
  const [owner, bank, agency, coOwner] = await Promise.all(
    ['owner', 'bank', 'agency', 'co-owner'].map(partyOf),
  );
  if (!owner || !bank || !agency || !coOwner) throw new Error('the demo parties are not enrolled');
  scene = { owner, bank, agency, coOwner, ...(await registered(owner, bank)) };
});

/** One registered pledge over a patent of the owner that is in force, so that records and entries can be read. */
async function registered(owner: PartyId, bank: PartyId) {
  const { parties } = await ownParties('owner');
  const name = parties[0]?.party.name ?? '';
  for (const number of patentsOf(name)) {
    const draft = await openDraft('owner', owner, bank, [number]);
    await handInContract('owner', draft.id);
    for (const account of ['owner', 'bank']) {
      await clientOf(account).call('filings.consent', {
        params: { filingId: draft.id },
        body: { digest: draft.digest },
      });
    }
    const done = await clientOf('owner').call('filings.submit', { params: { filingId: draft.id }, body: {} });
    const made = done.ok ? done.body.registration : undefined;
    if (made?.registrationNumber) return { registration: made.registrationNumber, entry: made.entry };
  }
  throw new Error('no patent of the owner could be pledged');
}

async function ownParties(account: string) {
  const mine = await clientOf(account).call('parties.mine');
  if (!mine.ok) throw new Error('not enrolled');
  return mine.body;
}

function patentsOf(ownerName: string): string[] {
  const sample = readFileSync(join(import.meta.dirname, '../../local/sample/patents.csv'), 'utf8');
  return sample
    .split('\n')
    .filter((line) => line.includes(ownerName))
    .flatMap((line) => line.split(',')[0]?.replace('.', '') ?? []);
}

/** A filing in which the kinds of caller stand as their names say; one a call, since some calls change it. */
async function filingFor(kind: CallerKind): Promise<{ id: string; digest: string; etag: string }> {
  const { owner, bank, coOwner } = scene;
  return kind === 'agent without mandate'
    ? openDraft('co-owner', coOwner, bank, [patent])
    : openDraft('owner', owner, bank, [patent]);
}

type Sample = {
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** A well-formed request of each operation, so that a refusal can only be about the caller. */
const samples: Record<OperationId, (filing: { id: string; digest: string; etag: string }) => Sample> = {
  'filings.open': () => ({ body: { procedure: 'pledge.registration', form: {}, documents: [] } }),
  'filings.list': () => ({}),
  'filings.get': ({ id }) => ({ params: { filingId: id } }),
  'filings.edit': ({ id, etag }) => ({
    params: { filingId: id },
    body: { form: pledgeForm([scene.owner], [scene.bank], [patent]), documents: [] },
    headers: { 'if-match': etag },
  }),
  'filings.examine': ({ id }) => ({ params: { filingId: id } }),
  'filings.consent': ({ id, digest }) => ({ params: { filingId: id }, body: { digest } }),
  'filings.withdrawConsent': ({ id }) => ({ params: { filingId: id }, body: {} }),
  'filings.withdraw': ({ id }) => ({ params: { filingId: id }, body: {} }),
  'notices.list': () => ({}),
  'notices.unread': () => ({}),
  'notices.read': () => ({ body: { notices: [`ntc_${'0'.repeat(26)}`] } }),
  'notices.preferences': () => ({}),
  'notices.setPreferences': () => ({
    body: { language: 'both', pace: 'atOnce', muted: [] },
    headers: { 'if-match': '"1"' },
  }),
  'notices.addAddress': () => ({ body: { address: 'reader@register.example' } }),
  'notices.confirmAddress': () => ({
    params: { addressId: `adr_${'0'.repeat(26)}` },
    body: { code: '0000-0000' },
  }),
  'notices.removeAddress': () => ({ params: { addressId: `adr_${'0'.repeat(26)}` } }),
  'notices.unsubscribePage': () => ({ params: { token: '0'.repeat(32) } }),
  'notices.unsubscribe': () => ({ params: { token: '0'.repeat(32) } }),
  'office.deliveries.list': () => ({ query: '?state=uncertain' }),
  'office.deliveries.retry': () => ({ params: { deliveryId: '0'.repeat(32) }, body: {} }),
  'office.filings.list': () => ({ query: '?status=examination' }),
  'office.filings.get': ({ id }) => ({ params: { filingId: id } }),
  'filings.submit': ({ id }) => ({ params: { filingId: id }, body: {} }),
  'filings.declare': ({ id }) => ({ params: { filingId: id }, body: { ground: 'A4.g11' } }),
  'office.filings.decide': ({ id }) => ({ params: { filingId: id }, body: { outcome: 'accept' } }),
  'office.filings.confirm': ({ id }) => ({
    params: { filingId: id },
    body: { outcome: 'confirm', version: 1 },
  }),
  'office.filings.claim': ({ id }) => ({ params: { filingId: id }, body: {} }),
  'office.filings.release': ({ id }) => ({ params: { filingId: id }, body: {} }),
  'office.filings.reassign': ({ id }) => ({ params: { filingId: id }, body: { account: 'somebody' } }),
  'office.staff.get': () => ({}),
  'office.absences.declare': () => ({ body: { from: '2031-01-01', until: '2031-01-02' } }),
  'office.absences.cancel': () => ({ params: { from: '2031-02-01' }, body: {} }),
  'office.interests.declare': () => ({ body: { party: `pty_${'0'.repeat(26)}` } }),
  'office.interests.end': () => ({ params: { account: 'somebody', party: scene.agency }, body: {} }),
  'office.reviews.list': () => ({ query: '?status=open' }),
  'office.reviews.finish': () => ({
    params: { reviewId: `rev_${'0'.repeat(26)}` },
    body: { outcome: 'ok' },
  }),
  'office.checks.open': ({ id }) => ({
    params: { filingId: id },
    body: { party: scene.owner, asks: '请证明' },
  }),
  'office.checks.list': () => ({ query: '?status=asked' }),
  'office.checks.finish': ({ id }) => ({
    params: { filingId: id, checkId: `chk_${'0'.repeat(26)}` },
    body: { outcome: 'true', reason: '属实' },
  }),
  'office.clocks.month': () => ({ query: '?procedure=pledge.registration&month=2026-11' }),
  'office.appeals.list': () => ({ query: '?status=open' }),
  'office.appeals.decide': ({ id }) => ({
    params: { filingId: id, appealId: `apl_${'0'.repeat(26)}` },
    body: { outcome: 'rejected', reason: '理由' },
  }),
  'office.appeals.confirm': ({ id }) => ({
    params: { filingId: id, appealId: `apl_${'0'.repeat(26)}` },
    body: { outcome: 'confirm', version: 1 },
  }),
  'filings.appeal': ({ id }) => ({
    params: { filingId: id },
    body: { level: 'reconsideration', reason: '理由' },
  }),
  'filings.appeals': ({ id }) => ({ params: { filingId: id } }),
  'checks.list': ({ id }) => ({ params: { filingId: id } }),
  'checks.answer': ({ id }) => ({
    params: { filingId: id, checkId: `chk_${'0'.repeat(26)}` },
    body: { text: '答复', documents: [] },
  }),
  'office.corrections.propose': () => ({
    body: { change: { target: 'record', number: 'Y2026980000000', version: 1 }, reason: '笔误' },
  }),
  'office.corrections.list': () => ({}),
  'office.corrections.confirm': () => ({
    params: { correctionId: `cor_${'0'.repeat(26)}` },
    body: { outcome: 'confirm' },
  }),
  'filings.answer': ({ id, etag }) => ({
    params: { filingId: id },
    body: { answers: [{ item: 0, reply: 'x' }] },
    headers: { 'if-match': etag },
  }),
  'documents.list': ({ id }) => ({ params: { filingId: id } }),
  'documents.upload': ({ id }) => ({ params: { filingId: id, sha256: contract.listed.sha256 }, body: {} }),
  'documents.download': ({ id }) => ({ params: { filingId: id, sha256: contract.listed.sha256 }, body: {} }),
  'office.documents.list': () => ({}),
  'office.documents.download': ({ id }) => ({
    params: { filingId: id, sha256: contract.listed.sha256 },
    body: {},
  }),
  'office.documents.judge': ({ id }) => ({
    params: { filingId: id, sha256: contract.listed.sha256 },
    body: { outcome: 'clean' },
  }),
  'office.imports.make': () => ({
    body: { source: 'test', csv: 'nothing', statusBasis: 'assumed', annuityBasis: 'assumed' },
  }),
  'titles.get': () => ({ params: { patentNumber: patent } }),
  'titles.history': () => ({ params: { patentNumber: patent } }),
  'search.parties': () => ({ query: `?name=${encodeURIComponent('演示银行')}` }),
  'pledges.mine': () => ({}),
  'office.search': () => ({ query: `?name=${encodeURIComponent('演示银行')}` }),
  'search.pledges': () => ({ query: `?patentNumber=${patent}` }),
  'pledges.get': () => ({ params: { registrationNumber: scene.registration } }),
  'searchCertificates.get': () => ({ query: `?patentNumber=${patent}` }),
  'entries.get': () => ({ params: { entryId: scene.entry } }),
  'pledges.own': () => ({ params: { registrationNumber: scene.registration } }),
  'pledges.certificate': () => ({ params: { registrationNumber: scene.registration } }),
  'office.titles.get': () => ({ params: { patentNumber: patent } }),
  'account.get': () => ({}),
  'enrolments.open': () => ({ body: { procedure: 'party.enrolment' } }),
  'filings.object': ({ id }) => ({ params: { filingId: id }, body: { text: '异议' } }),
  'parties.mine': () => ({}),
  'parties.find': () => ({ query: `?name=${encodeURIComponent('演示银行')}` }),
  'machines.list': () => ({}),
  'machines.take': () => ({ body: { name: '测试系统', scope: 'read' } }),
  'machines.rotate': () => ({ params: { clientId: 'nosuchclient' }, body: {} }),
  'machines.retireSecret': () => ({
    params: { clientId: 'nosuchclient', secretId: 'nosuchclient--1' },
    body: {},
  }),
  'machines.end': () => ({ params: { clientId: 'nosuchclient' }, body: {} }),
  'office.machines.list': () => ({}),
  'office.machines.end': () => ({ params: { clientId: 'nosuchclient' }, body: {} }),
  'reference.openapi': () => ({}),
  'verification.any': () => ({}),
  'verification.entry': () => ({ params: { entryId: scene.entry } }),
  'entries.proof': () => ({ params: { entryId: scene.entry } }),
  'reference.docs': () => ({}),
  'names.algorithm': () => ({}),
  'procedures.list': () => ({}),
  'procedures.get': () => ({ params: { procedureId: 'pledge.registration' } }),
  'journal.checkpoint': () => ({}),
  'journal.tile': () => ({ params: { path: 'entries/000.p/1' } }),
  'journal.keys': () => ({}),
};

async function ask(row: OperationRow, kind: CallerKind) {
  const filing = await filingFor(kind);
  const { params = {}, query = '', body, headers } = samples[row.id as OperationId](filing);
  const path = row.path.replace(/\{(\w+)\+?\}/g, (_, name: string) => params[name] ?? '');
  const token = await tokenOfKind(kind);
  return send(row.method, `${path}${query}`, { token, body, ...(headers && { headers }) });
}

/** Their samples name what does not exist. */
const namesNothing: readonly string[] = [
  ...['office.corrections.propose', 'office.corrections.confirm'],
  ...['office.absences.cancel', 'office.interests.end', 'office.reviews.finish'],
  ...['office.checks.finish', 'office.appeals.decide', 'office.appeals.confirm', 'checks.answer'],
  ...['notices.read', 'notices.confirmAddress', 'notices.removeAddress'],
  ...['notices.unsubscribePage', 'notices.unsubscribe', 'office.deliveries.retry'],
  'journal.tile',
  ...['machines.rotate', 'machines.retireSecret', 'machines.end', 'office.machines.end'],
];

/** These are about the record, which the agency may read for the owner whatever filing it holds. */
function exception(row: OperationRow, kind: CallerKind): boolean {
  return ['pledges.own', 'pledges.certificate'].includes(row.id) && kind === 'agent without mandate';
}

describe.each(operations.map((row) => [row.id, row] as const))('%s', (_id, row) => {
  it.each(callerKinds.filter((kind) => !exception(row, kind)))('called by %s', async (kind) => {
    const want = expected(row, kind);
    const answer = await ask(row, kind);
    if (want === 'served') {
      // What does not exist is served with a 404 of its own.
      const turnedAway = namesNothing.includes(row.id) ? [401, 403] : [401, 403, 404];
      expect(turnedAway, answer.text).not.toContain(answer.status);
      expect(answer.status, answer.text).toBeLessThan(500);
    } else {
      expect(answer.status, answer.text).toBe(want);
      if (want === 401) expect(answer.text).toBe('{"message":"Unauthorized"}');
      else expect(answer.body['code']).toBe(want === 403 ? 'forbidden' : 'not-found');
    }
  });
});

describe('what does not exist and what is another’s', () => {
  it('look the same to a stranger, but for the request’s id', async () => {
    const filing = await filingFor('another party');
    const token = await tokenOfKind('another party');
    const strip = (text: string) => text.replace(/"instance":"[^"]*"/, '');
    const real = await send('GET', `/v1/my/filings/${filing.id}`, { token });
    const madeUp = await send('GET', `/v1/my/filings/fil_${'0'.repeat(26)}`, { token });
    expect(real.status).toBe(404);
    expect(strip(real.text)).toBe(strip(madeUp.text));
  });

  it('a party cannot be named by who does not act for it', async () => {
    const token = await tokenOfKind('another party');
    const body = { procedure: 'pledge.registration', applicant: scene.owner, form: {}, documents: [] };
    expect((await send('POST', '/v1/my/filings', { token, body })).status).toBe(403);
  });
});
