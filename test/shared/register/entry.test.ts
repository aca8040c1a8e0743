import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../shared/kernel/digest.ts';
import { rightOf } from '../../../shared/kernel/right.ts';
import { type Entry, entry } from '../../../shared/register/entry.ts';
import { bytesInLeaf, leafBytesMax, leafOf } from '../../../shared/register/leaf.ts';
import { entryNo, filingNo, moment, patentNo } from './sample.ts';

const right = rightOf(patentNo(1));
const sample: Entry = entry.parse({
  schema: 'entry-1',
  id: entryNo(1),
  instant: moment('2026-11-23T02:00:00.000Z'),
  act: 'pledge.registration',
  filing: filingNo(1),
  decidedBy: 'machine',
  eventCode: 'A-4-4-S10-S20-SEC-PE01',
  advanced: [{ right, version: 2 }],
  read: [],
  record: { kind: 'pledge', number: 'Y2026980000001', version: 1, status: 'registered' },
  public: { registrationDate: '2026-11-23', z: 1, a: '质押' },
  commitments: [{ name: 'claim', digest: digestOf(1) }],
  demonstration: true,
});

describe('entry', () => {
  it('is strict: a field it does not know, a second schema or a repeated commitment is refused', () => {
    const [claim] = sample.commitments;
    for (const wrong of [
      { note: 'x' },
      { schema: 'entry-2' },
      { commitments: [claim, { ...claim, digest: digestOf(2) }] },
      { commitments: [{ ...claim, value: 1 }] },
      { advanced: [{ right, version: 0 }] },
      { decidedBy: 'somebody' },
      { demonstration: undefined },
    ]) {
      expect(entry.safeParse({ ...sample, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });

  it('an office act has neither filing nor record, and may have a body under its digest', () => {
    const { filing: _filing, record: _record, advanced: _advanced, eventCode: _code, ...rest } = sample;
    const body = { digest: digestOf('rows'), bytes: 1_000_000, mediaType: 'application/json' };
    expect(entry.safeParse({ ...rest, act: 'office.import', decidedBy: 'office', body }).success).toBe(true);
  });
});

describe('leafOf', () => {
  it('is the canonical JSON in UTF-8: one entry, one leaf, whatever the order of its members', () => {
    const leaf = new TextDecoder().decode(leafOf(sample));
    expect(JSON.parse(leaf)).toEqual(sample);
    expect(leaf.startsWith('{"act":"pledge.registration","advanced":[{"right":"patent:')).toBe(true);
    expect(leaf).toContain('"public":{"a":"质押","registrationDate":"2026-11-23","z":1}');
    const turned = Object.fromEntries(Object.entries(sample).reverse());
    expect(leafOf(entry.parse(turned))).toEqual(leafOf(sample));
  });

  it('has the length that the journal can write in two bytes, and no more', () => {
    const withText = (chars: number) => ({ ...sample, public: { text: 'x'.repeat(chars) } });
    const room = leafBytesMax - leafOf(withText(0)).length;
    expect(leafOf(withText(room))).toHaveLength(65_535);
    expect(() => leafOf(withText(room + 1))).toThrow(RangeError);
  });

  it('counts the bytes of a text as it is written', () => {
    expect([
      bytesInLeaf(''),
      bytesInLeaf('a'),
      bytesInLeaf('"'),
      bytesInLeaf('质'),
      bytesInLeaf('𠮷'),
    ]).toEqual([2, 3, 4, 5, 6]);
  });
});
