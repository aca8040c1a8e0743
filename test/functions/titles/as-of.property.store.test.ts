import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPublished } from '../../../functions/_platform/store/journal.ts';
import type { Title } from '../../../shared/register/title.ts';
import { type JournalUnderTest, startJournal } from '../journal/journal-under-test.ts';
import type { Enrolled } from '../scene.ts';
import { type Caller, examiner, type Reply, startWorld, type World } from '../world.ts';
import { imported, numberOf, ownersIn, pledged, renamed, renamedIn } from './as-of-scene.ts';

let world: World;
let journal: JournalUnderTest;
let owners: readonly Enrolled[];
beforeAll(async () => {
  world = await startWorld();
  journal = await startJournal(world.store);
  owners = await ownersIn(world);
});
afterAll(async () => {
  await journal.close();
  await world.close();
});

type Pledge = Awaited<ReturnType<typeof pledged>>;
type Question = {
  readonly operation: string;
  readonly caller?: Caller | undefined;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
};

/** What happened so far in one run, and what was asked. */
type Past = {
  readonly titles: { title: Title; owner: Enrolled; pledged: boolean }[];
  readonly pledges: Pledge[];
  readonly entries: string[];
  readonly asked: { readonly question: Question; readonly answer: Answer }[];
};
type Answer = { status: number; text: string; etag: string | undefined; kept: string | undefined };

const answerOf = ({ status, text, headers }: Reply): Answer => ({
  status,
  // A refusal names the request; what was not there by then is not there by then for ever.
  text: status === 404 ? '' : text,
  etag: headers['etag'],
  kept: headers['cache-control'],
});

const put = async ({ operation, caller, params, query }: Question) =>
  answerOf(await world.call(operation, caller, { ...(params && { params }), ...(query && { query }) }));

/** Every reading that there is of what there is. */
function readings({ titles, pledges, entries }: Past): Question[] {
  return [
    ...titles.flatMap(({ title }) => {
      const params = { patentNumber: numberOf(title) };
      return [
        { operation: 'titles.get', params },
        { operation: 'titles.history', params, query: { limit: '2' } },
        { operation: 'office.titles.get', params, caller: examiner },
        { operation: 'search.pledges', query: { patentNumber: params.patentNumber } },
      ];
    }),
    ...pledges.flatMap(({ number, bank }) => {
      const params = { registrationNumber: number };
      return [
        { operation: 'pledges.get', params },
        { operation: 'pledges.own', params, caller: bank.caller },
        { operation: 'search.pledges', query: params },
      ];
    }),
    ...entries.map((entryId) => ({ operation: 'entries.get', params: { entryId } })),
  ];
}

/** What the register says now of what is public in any case or shown to the office; nothing must be waiting. */
async function saidNow(past: Past): Promise<{ size: number; said: [Question, Record<string, unknown>][] }> {
  const size = (await readPublished(world.store))?.size ?? 0;
  const said: [Question, Record<string, unknown>][] = [];
  for (const question of readings(past).map(({ query: _pages, ...rest }) => rest)) {
    if (question.operation === 'search.pledges') continue;
    const { body } = await world.call(question.operation, question.caller, question);
    said.push([question, body]);
  }
  return { size, said };
}

/** An answer as of a time leaves out what can be forgotten, and says as of when; in all else it is what was said. */
function withoutNames({
  asOf: _at,
  next: _next,
  unnamedOwners,
  openings: _open,
  ...body
}: Record<string, unknown>) {
  const parties = (side: string) => {
    const all = body[side] as { kind: string; name?: string }[] | undefined;
    return all && { [side]: all.map(({ name, ...one }) => (one.kind === 'person' ? one : { ...one, name })) };
  };
  const owned = body['owners'] as { identifier?: object }[] | undefined;
  const lines = body['items'] as Record<string, unknown>[] | undefined;
  const unnamed = Number(unnamedOwners ?? 0) + (owned?.filter((one) => !one.identifier).length ?? 0);
  return {
    ...body,
    ...parties('pledgors'),
    ...parties('pledgees'),
    ...(owned && { owners: owned.filter((one) => one.identifier), unnamed }),
    ...(lines && { items: lines.map((line): unknown => withoutNames(line)) }),
  };
}

const asOf = (question: Question, at: string | number): Question => ({
  ...question,
  query: { ...question.query, asOf: String(at) },
});

type Step = (past: Past, pick: number) => Promise<void>;
const one = <T>(all: readonly T[], pick: number): T | undefined => all[pick % Math.max(1, all.length)];

const steps: Readonly<Record<string, Step>> = {
  imports: async (past, pick) => {
    const owner = one(owners, pick);
    if (!owner) return;
    const title = await imported(world, owner);
    past.titles.push({ title, owner, pledged: false });
    past.entries.push(title.entry);
  },
  pledges: async (past, pick) => {
    const free = one(
      past.titles.filter((line) => !line.pledged),
      pick,
    );
    if (!free) return;
    const made = await pledged(world, free.owner, [free.title]);
    free.pledged = true;
    past.pledges.push(made);
    past.entries.push(made.entry);
  },
  correctsTitle: async (past, pick) => {
    const line = one(past.titles, pick);
    if (line) await renamed(world, line.title);
  },
  correctsRecord: async (past, pick) => {
    const pledge = one(past.pledges, pick);
    if (pledge) await renamedIn(world, pledge.number);
  },
  sequences: async () => {
    await journal.run();
  },
  asks: async (past, pick) => {
    const published = await readPublished(world.store);
    const question = one(readings(past), pick);
    if (!published || !question) return;
    const size = pick % (published.size + 1);
    const instants = [published.instant, (await world.items('journal', 'CHECKPOINTS')).at(-1)?.['sk']];
    for (const at of [size, published.size, ...instants]) {
      const asked = asOf(question, String(at));
      const answer = await put(asked);
      expect([200, 404], answer.text).toContain(answer.status);
      past.asked.push({ question: asked, answer });
    }
  },
  asksAgain: async ({ asked }) => {
    for (const { question, answer } of asked) {
      expect(await put(question), JSON.stringify(question)).toEqual(answer);
    }
  },
};

/** Changes of every kind; after each the journal may catch up. */
const changes = fc.array(
  fc.record({
    step: fc.constantFrom('imports', 'pledges', 'correctsTitle', 'correctsTitle', 'correctsRecord'),
    pick: fc.nat(10_000),
    catchesUp: fc.boolean(),
  }),
  { minLength: 10, maxLength: 30 },
);

/** Often changed and asked, now and then sequenced: the sequencer is mostly behind. */
const plan = fc.array(
  fc.record({
    step: fc.constantFrom(
      ...['imports', 'pledges', 'correctsTitle', 'correctsTitle', 'correctsRecord', 'correctsRecord'],
      ...['sequences', 'asks', 'asks', 'asks', 'asksAgain'],
    ),
    pick: fc.nat(10_000),
  }),
  { minLength: 12, maxLength: 40 },
);

describe('the same question as of the same time', () => {
  it('gets the same bytes, whatever is registered, changed, corrected and sequenced meanwhile', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(plan, async (chosen) => {
        const past: Past = { titles: [], pledges: [], entries: [], asked: [] };
        await steps['imports']?.(past, chosen.length);
        await journal.run();
        for (const { step, pick } of chosen) await steps[step]?.(past, pick);
        await steps['asksAgain']?.(past, 0);
        await journal.run();
        await journal.run();
        await steps['asksAgain']?.(past, 0);
        compared += past.asked.length;
      }),
      { numRuns: 8, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(50);
  }, 180_000);

  it('is what the register said when nothing more than that was committed', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(changes, async (chosen) => {
        const past: Past = { titles: [], pledges: [], entries: [], asked: [] };
        await steps['imports']?.(past, chosen.length);
        const then = [];
        for (const { step, pick, catchesUp } of chosen) {
          await steps[step]?.(past, pick);
          if (!catchesUp) continue;
          await journal.run();
          then.push(await saidNow(past));
        }
        await journal.run();
        for (const { size, said } of then) {
          for (const [question, body] of said) {
            const { caller, params = {} } = question;
            const answer = await world.call(question.operation, caller, {
              ...{ params, query: { asOf: String(size) } },
            });
            expect(answer.body['asOf']).toMatchObject({ size });
            expect(withoutNames(answer.body), JSON.stringify(question)).toEqual(withoutNames(body));
            compared += 1;
          }
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(50);
  }, 180_000);
});
