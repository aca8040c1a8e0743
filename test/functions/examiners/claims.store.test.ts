import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Title } from '../../../shared/register/title.ts';
import { accept, act, codeOf, decide, forOffice, queued, refuse, served } from '../office.ts';
import { paper, papersFor } from '../papers.ts';
import { consent, draft, read, type Scene, submit } from '../scene.ts';
import { type Caller, chief, examiner, secondExaminer, startWorld, type World } from '../world.ts';

let world: World;
let now = 0;
const at = (text: string) => {
  now = Date.parse(text);
};
/** A Friday; the Monday after is the next working day (J7). */
const friday = '2026-03-13T02:00:00Z';
const monday = '2026-03-16T02:00:00Z';
const tuesday = '2026-03-17T02:00:00Z';
beforeAll(async () => {
  at(friday);
  world = await startWorld({ automatic: [], clock: () => now });
});
afterAll(() => world.close());

const claim = (scene: Scene, who: Caller = examiner) => act(world, 'office.filings.claim', who, scene);
const release = (scene: Scene, who: Caller = examiner) => act(world, 'office.filings.release', who, scene);

/** An examiner of its own, so that what it declares concerns no other test. */
let people = 0;
const somebody = (): Caller => {
  people += 1;
  return { sub: `examiner-of-test-${people}`, groups: '[examiner]' };
};

async function lines(query: Record<string, string>, who: Caller = examiner): Promise<{ id: string }[]> {
  const found: { id: string }[] = [];
  let cursor: string | undefined;
  do {
    const asked = { status: 'examination', ...query, ...(cursor && { cursor }) };
    const page = served(await world.call('office.filings.list', who, { query: asked }));
    found.push(...(page.body['items'] as { id: string }[]));
    cursor = page.body['next'] as string | undefined;
  } while (cursor);
  return found;
}

describe('a claimed filing is decided by its examiner alone', () => {
  it('another’s claim and decision are 409 claimed-by-another; released, it is free again', async () => {
    at(friday);
    const scene = await queued(world);
    expect(served(await claim(scene)).body).toMatchObject({
      claim: { by: examiner.sub, until: '2026-03-16' },
    });
    for (const reply of [
      await claim(scene, secondExaminer),
      await decide(world, scene, accept, secondExaminer),
    ])
      expect(codeOf(reply)).toEqual([409, 'claimed-by-another']);
    expect(codeOf(await release(scene, secondExaminer))).toEqual([409, 'wrong-state']);
    served(await release(scene));
    expect(codeOf(await release(scene))).toEqual([409, 'wrong-state']);
    expect(served(await decide(world, scene, refuse, secondExaminer)).body['status']).toBe('refused');
    expect(codeOf(await claim(scene))).toEqual([409, 'wrong-state']);
  });

  it('stands one working day without an act, then lapses; claimed again it stands for longer', async () => {
    at(friday);
    const scene = await queued(world);
    served(await claim(scene));
    at(monday);
    expect(codeOf(await claim(scene, secondExaminer))).toEqual([409, 'claimed-by-another']);
    expect(served(await claim(scene)).body).toMatchObject({ claim: { until: '2026-03-17' } });
    at('2026-03-17T16:00:00Z');
    expect((await forOffice(world, scene)).body).not.toHaveProperty('claim');
    expect(served(await claim(scene, secondExaminer)).body).toMatchObject({
      claim: { by: secondExaminer.sub },
    });
  });

  it('of two who claim at once one has it, of two who decide at once one decides', async () => {
    at(friday);
    for (let round = 0; round < 4; round += 1) {
      const scene = await queued(world);
      const claims = await Promise.all([claim(scene), claim(scene, secondExaminer)]);
      expect(claims.map((one) => one.status).sort()).toEqual([200, 409]);
      expect(claims.map((one) => one.body['code'])).toContain('claimed-by-another');
      const [winner, loser] =
        claims[0]?.status === 200 ? [examiner, secondExaminer] : [secondExaminer, examiner];
      const [late, first] = await Promise.all([
        decide(world, scene, accept, loser),
        decide(world, scene, accept, winner),
      ]);
      expect([late.status, first.status], late.text).toEqual([409, 200]);
    }
  });

  it('a claim leaves form, consents and what the parties see as they were, but for the version', async () => {
    const scene = await queued(world);
    const before = (await read(world, scene.id, scene.owner)).body;
    served(await claim(scene));
    const after = await read(world, scene.id, scene.owner);
    expect(after.body).toEqual({ ...before, version: Number(before['version']) + 1 });
    expect(after.text).not.toContain(examiner.sub);
  });

  it('is assigned to another by a chief examiner, and by nobody else', async () => {
    const scene = await queued(world);
    served(await claim(scene));
    const assign = (who: Caller) =>
      act(world, 'office.filings.reassign', who, scene, { account: secondExaminer.sub });
    expect(codeOf(await assign(examiner))).toEqual([403, 'forbidden']);
    expect(served(await assign(chief)).body).toMatchObject({ claim: { by: secondExaminer.sub } });
    expect(codeOf(await decide(world, scene, accept))).toEqual([409, 'claimed-by-another']);
    expect(served(await decide(world, scene, accept, secondExaminer)).body['status']).toBe('registered');
  });
});

describe('an absent examiner', () => {
  it('has its claims back in the queue for the days of absence, and neither claims nor decides', async () => {
    at(friday);
    const who = somebody();
    const [scene, other] = [await queued(world), await queued(world)];
    served(await claim(scene, who));
    served(await claim(other, who));
    const away = { from: '2026-03-16', until: '2026-03-20' };
    served(await world.call('office.absences.declare', who, { body: away }));
    expect(codeOf(await claim(scene, secondExaminer))).toEqual([409, 'claimed-by-another']);
    at(monday);
    expect(await lines({ claimed: 'mine' }, who)).toEqual([]);
    expect((await lines({ claimed: 'nobody' })).map((one) => one.id)).toContain(scene.id);
    for (const reply of [await claim(scene, who), await decide(world, scene, accept, who)])
      expect(codeOf(reply)).toEqual([409, 'examiner-absent']);
    const assigned = act(world, 'office.filings.reassign', chief, scene, { account: who.sub });
    expect(codeOf(await assigned)).toEqual([409, 'examiner-absent']);
    served(await claim(scene, secondExaminer));
    const params = { from: away.from };
    served(await world.call('office.absences.cancel', who, { params, body: {} }));
    // What nobody took meanwhile is its own again, as long as the claim would have stood.
    expect((await lines({ claimed: 'mine' }, who)).map((one) => one.id)).toEqual([other.id]);
    expect(codeOf(await claim(scene, who))).toEqual([409, 'claimed-by-another']);
  });

  it('cannot be absent backwards', async () => {
    const body = { from: '2026-03-20', until: '2026-03-16' };
    expect((await world.call('office.absences.declare', somebody(), { body })).status).toBe(422);
  });
});

describe('an examiner with an interest in a party (回避)', () => {
  it('neither claims, decides, is assigned nor reads; declared by itself, ended by a chief examiner', async () => {
    at(friday);
    const who = somebody();
    const scene = await queued(world);
    served(await claim(scene, who));
    const body = { party: scene.bank.id };
    served(await world.call('office.interests.declare', who, { body }));
    for (const reply of [
      await claim(scene, who),
      await decide(world, scene, accept, who),
      await forOffice(world, scene, who),
      await act(world, 'office.filings.reassign', chief, scene, { account: who.sub }),
    ])
      expect(codeOf(reply)).toEqual([403, 'conflict-of-interest']);
    served(await release(scene, who));
    const params = { account: who.sub, party: scene.bank.id };
    const end = (by: Caller) => world.call('office.interests.end', by, { params, body: {} });
    expect(codeOf(await end(who))).toEqual([403, 'forbidden']);
    served(await end(chief));
    expect(served(await claim(scene, who)).status).toBe(200);
  });

  it('of an agent counts too: who filed, or consented, for another', async () => {
    const who = somebody();
    const owner = await world.putParty('有代理人的权利人');
    const agent = await world.putParty('代理机构', {
      agentOf: { principal: owner.id, acts: ['file', 'consent'] },
    });
    const plain = await draft(world, { owner });
    const documents = [...papersFor(plain.form), paper('powerOfAttorney', { parties: [owner.id] })];
    const body = { procedure: 'pledge.registration', form: plain.form, documents, applicant: owner.id };
    const opened = served(await world.call('filings.open', agent.caller, { body }));
    await world.putPapers(String(opened.body['id']), documents);
    const scene = {
      ...{ ...plain, id: String(opened.body['id']), digest: String(opened.body['digest']) },
      owner: { ...owner, caller: agent.caller },
    };
    for (const one of [agent, scene.bank]) served(await consent(world, scene, one));
    served(await submit(world, scene));
    served(await world.call('office.interests.declare', who, { body: { party: agent.id } }));
    expect(codeOf(await claim(scene, who))).toEqual([403, 'conflict-of-interest']);
  });

  it('declared while it decides: the decision is refused, or was made before the declaration', async () => {
    for (let round = 0; round < 4; round += 1) {
      const who = somebody();
      const scene = await queued(world);
      const [decided, declared] = await Promise.all([
        decide(world, scene, accept, who),
        world.call('office.interests.declare', who, { body: { party: scene.bank.id } }),
      ]);
      expect(declared.status, declared.text).toBe(200);
      expect([200, 403]).toContain(decided.status);
    }
  });
});

describe('the queue', () => {
  it('by finding, by whose it is, by deadline; in pages that miss nothing and repeat nothing', async () => {
    at(tuesday);
    const who = somebody();
    const unknown = (plain: Title): Title => ({
      ...plain,
      facts: { ...plain.facts, annuity: { value: 'unknown', basis: 'assumed' } },
    });
    const found: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const owner = await world.putParty(`年费未知${count}`);
      const rights = await world.putPatents([owner.party.name], 1, unknown);
      found.push((await queued(world, { owner, rights })).id);
    }
    const plain = await queued(world);
    const line = (await lines({ ground: 'A4.g4' })).find((one) => one.id === found[0]);
    expect(line).toMatchObject({
      ...{ procedure: 'pledge.registration', deadline: { date: '2026-03-19' }, proposed: false },
      findings: [{ ground: 'A4.g4', severity: 'examiner', count: 1 }],
    });
    for (const id of found.slice(0, 2)) served(await claim({ ...plain, id }, who));
    const ids = async (query: Record<string, string>, by?: Caller) =>
      (await lines({ limit: '1', ...query }, by))
        .map((one) => one.id)
        .filter((id) => [...found, plain.id].includes(id));
    expect(await ids({ ground: 'A4.g4' })).toEqual(found.toSorted());
    expect(await ids({ ground: 'A4.g4', claimed: 'nobody' })).toEqual(found.slice(2).toSorted());
    expect(await ids({ claimed: 'mine' }, who)).toEqual(found.slice(0, 2).toSorted());
    expect(await ids({ claimed: 'anyone', ground: 'A4.g8' })).toEqual([]);
    expect((await ids({})).toSorted()).toEqual([...found, plain.id].toSorted());
  });
});
