import { describe, expect, it } from 'vitest';
import { uscc } from '../../../../../shared/kernel/uscc.ts';
import { effect } from '../../../../../shared/procedures/pledge/registration/effect.ts';
import { form } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { advancedTo } from '../../../../../shared/register/encumbrance.ts';
import { type Entry, entry } from '../../../../../shared/register/entry.ts';
import {
  bytesInLeaf,
  leafBytesMax,
  leafOf,
  partyNameBytesMax,
  patentNameBytesMax,
} from '../../../../../shared/register/leaf.ts';
import { rightsMax } from '../../../../../shared/register/limits.ts';
import type { Party } from '../../../../../shared/register/party.ts';
import { seal } from '../../../../../shared/register/seal.ts';
import { organisation, patentNo, titleOf } from '../../../register/sample.ts';
import { contextOf, fullForm } from './sample.ts';

/** What a name may be made of: one to four bytes a character, and characters that are escaped. */
const fillers = ['x', '"', '\\', 'é', '字', '𠮷'] as const;

/** The longest text of the filler that keeps both bounds. */
function longest(filler: string, charsMax: number, bytesMax: number): string {
  const each = bytesInLeaf(filler) - 2;
  return filler.repeat(Math.min(charsMax, Math.floor((bytesMax - 2) / each)));
}

const sides = (kind: Party['kind'], filler: string, from: number) =>
  Array.from({ length: 20 }, (_, at) =>
    organisation(from + at, longest(filler, 300, partyNameBytesMax), {
      kind,
      identifier: { scheme: 'uscc', value: uscc.parse('91110108551385082Q') },
    }),
  );

/** The entry as the registrar composes it, with what it seals by itself beside the effect's own. */
function entryOf(pledgors: readonly Party[], pledgees: readonly Party[], filler: string): Entry {
  const rights = Array.from({ length: rightsMax }, (_, at) => patentNo(9_000_000 + at));
  const name = longest(filler, 1000, patentNameBytesMax);
  const titles = rights.map((one) => titleOf(one, { name, version: 999_999 }));
  const details = (all: readonly Party[]) => all.map((one) => ({ party: one.id, address: 'a' }));
  const filled = form.parse({
    ...fullForm(),
    rights,
    pledgors: details(pledgors),
    pledgees: details(pledgees),
  });
  const context = contextOf(titles, [...pledgors, ...pledgees]);
  const made = effect(filled, context);
  const own = Object.fromEntries(
    Array.from({ length: 8 }, (_, at) => [`office.${at}`.padEnd(64, 'x'), { value: at, public: false }]),
  );
  const { record } = made;
  return entry.parse({
    schema: 'entry-1',
    id: context.entry,
    instant: context.instant,
    act: 'pledge.registration',
    filing: context.filing,
    decidedBy: 'examiner',
    eventCode: made.eventCode,
    advanced: made.advances.map(advancedTo),
    read: made.reads.map(({ right, version }) => ({ right, version })),
    record: { kind: record.kind, number: record.number, version: record.version, status: record.status },
    public: made.gazette,
    commitments: seal({ ...made.sealed, ...own }, () => new Uint8Array(32)).commitments,
    demonstration: true,
  });
}

describe('the largest leaf', () => {
  it('fits: twenty patents, twenty pledgors, twenty pledgees, each with the longest name there can be', () => {
    const lengths = fillers.flatMap((filler) =>
      (['organisation', 'person'] as const).map((kind) => {
        const made = entryOf(sides(kind, filler, 100), sides('organisation', filler, 200), filler);
        return leafOf(made).length;
      }),
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(leafBytesMax);
    // Were the bounds on names widened, this is where it would show; there is little room left.
    expect(Math.max(...lengths)).toBeGreaterThan(leafBytesMax * 0.85);
  });

  it('an ordinary pledge takes a few kilobytes', () => {
    const [owner, bank] = [organisation(1, '演示出质科技有限公司'), organisation(2, '演示银行股份有限公司')];
    expect(leafOf(entryOf([owner], [bank], '字')).length).toBeLessThan(30_000);
  });
});
