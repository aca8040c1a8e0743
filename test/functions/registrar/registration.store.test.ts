import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRight } from '../../../shared/kernel/right.ts';
import type { Title } from '../../../shared/register/title.ts';
import { papersFor } from '../papers.ts';
import { pledgeForm, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const numberOf = (title: Title) => parseRight(title.right)?.number ?? '';

/** An owner with a patent and a bank, and a filing both have consented to. */
async function readyFiling(patents?: readonly string[]) {
  const ownerName = `权利人${randomUUID()}`;
  const owner = await world.putParty(ownerName);
  const bank = await world.putParty(`银行${randomUUID()}`);
  const rights = patents ?? [numberOf(await world.putTitle([ownerName]))];
  return { owner, bank, rights, filing: await consented(owner, bank, rights) };
}

type Enrolled = Awaited<ReturnType<World['putParty']>>;

async function consented(owner: Enrolled, bank: Enrolled, rights: readonly string[]): Promise<string> {
  const form = pledgeForm([owner.id], [bank.id], rights);
  const opened = await world.call('filings.open', owner.caller, {
    body: { procedure: 'pledge.registration', form, documents: papersFor(form) },
  });
  expect(opened.status, opened.text).toBe(201);
  const filingId = String(opened.body['id']);
  await world.putPapers(filingId, papersFor(form));
  for (const one of [owner, bank]) {
    const given = await world.call('filings.consent', one.caller, {
      params: { filingId },
      body: { digest: opened.body['digest'] },
    });
    expect(given.status, given.text).toBe(201);
  }
  return filingId;
}

describe('submission of a clean pledge (A5, A7)', () => {
  it('registers at once, and title, pledge, history and entry tell the same', async () => {
    const { owner, rights, filing } = await readyFiling();
    const answer = await world.call('filings.submit', owner.caller, {
      params: { filingId: filing },
      body: {},
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ status: 'registered', findings: [] });
    const { registrationNumber, entry } = answer.body['registration'] as Record<string, string>;
    const title = await world.call('titles.get', undefined, { params: { patentNumber: rights[0] ?? '' } });
    expect(title.body).toMatchObject({ version: 2, holds: [{ kind: 'pledge', record: registrationNumber }] });
    const pledge = await world.call('pledges.get', undefined, {
      params: { registrationNumber: registrationNumber ?? '' },
    });
    expect(pledge.body).toMatchObject({ status: 'registered', entry });
    const history = await world.call('titles.history', undefined, {
      params: { patentNumber: rights[0] ?? '' },
    });
    expect(history.body['items']).toMatchObject([{ version: 2, act: 'pledge.registration' }, { version: 1 }]);
    const leaf = await world.call('entries.get', undefined, { params: { entryId: entry ?? '' } });
    expect(leaf.body).toMatchObject({
      entry: { record: { number: registrationNumber }, decidedBy: 'machine' },
    });
  });

  it('registers exactly one of many filings for one patent at once; the others are told g9 (A4.g9)', async () => {
    const first = await readyFiling();
    const rivals = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const bank = await world.putParty(`银行${randomUUID()}`);
        return consented(first.owner, bank, first.rights);
      }),
    );
    const answers = await Promise.all(
      [first.filing, ...rivals].map((filingId) =>
        world.call('filings.submit', first.owner.caller, { params: { filingId }, body: {} }),
      ),
    );
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200]);
    const statuses = answers.map((one) => one.body['status']);
    expect(statuses.filter((one) => one === 'registered')).toHaveLength(1);
    for (const one of answers.filter((other) => other.body['status'] !== 'registered')) {
      expect(one.body).toMatchObject({ status: 'refused', findings: [{ ground: 'A4.g9' }] });
    }
  });

  it('answers the same Idempotency-Key the same, also at once, and another body under it with 422', async () => {
    const { owner, filing } = await readyFiling();
    const ask = {
      params: { filingId: filing },
      body: {},
      headers: { 'idempotency-key': randomUUID() },
    };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.call('filings.submit', owner.caller, ask)),
    );
    expect(new Set(answers.map((one) => one.text)).size).toBe(1);
    expect(answers[0]?.body['status']).toBe('registered');
    const again = await world.call('filings.submit', owner.caller, ask);
    expect(again.text).toBe(answers[0]?.text);
    const other = await readyFiling();
    const misused = await world.call('filings.submit', owner.caller, {
      ...ask,
      params: { filingId: other.filing },
    });
    expect(misused.status).toBe(422);
    expect(misused.body['code']).toBe('idempotency-key-reused');
  });
});
