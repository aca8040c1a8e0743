import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../shared/kernel/digest.ts';
import { rightOf } from '../../../shared/kernel/right.ts';
import { commitment, deciders, type Entry, entry, opening } from '../../../shared/register/entry.ts';
import { bytesInLeaf, leafBytesMax, leafOf } from '../../../shared/register/leaf.ts';
import { entryNo, filingNo, moment, patentNo } from './sample.ts';
import { expectShape } from './shape.ts';

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

describe('the shape of the journal’s leaves is fixed for ever (ADR 3)', () => {
  it('of an entry: read as it was written, and nothing unknown with it', () => {
    const body = { digest: digestOf('rows'), bytes: 1_000_000, mediaType: 'application/json' };
    const advanced = [{ right, version: 2, holds: digestOf([]) }];
    const optional = ['filing', 'eventCode', 'advanced', 'advanced/0/holds', 'read', 'record', 'body'];
    expectShape(entry, {
      full: { ...sample, advanced, read: [{ right, version: 1 }], body },
      open: ['/public'],
      optional: optional.map((name) => `/${name}`),
      taken: {
        ...{ '/act': ['x'.repeat(64)], '/eventCode': ['x'.repeat(32)], '/decidedBy': deciders },
        ...{ '/advanced': [[]], '/read': [[]], '/commitments': [[]], '/public': [{}] },
        ...{ '/advanced/0/version': [1], '/read/0/version': [1], '/record/version': [1] },
        ...{ '/body/bytes': [0], '/body/mediaType': ['x'.repeat(100)] },
      },
      refused: {
        ...{ '/schema': ['entry-2', ''], '/act': ['x'.repeat(65)], '/eventCode': ['x'.repeat(33)] },
        ...{ '/decidedBy': ['somebody', ''], '/public': [[]], '/body/mediaType': ['x'.repeat(101)] },
        ...{ '/advanced/0/version': [0, 1.5], '/read/0/version': [0, 1.5], '/record/version': [0, 1.5] },
        '/body/bytes': [-1, 0.5],
      },
    });
    expect(deciders).toEqual(['machine', 'examiner', 'office']);
  });

  it('of an entry: a commitment that is there twice is told as that', () => {
    const two = [...sample.commitments, { name: 'other', digest: digestOf(1) }];
    expect(entry.safeParse({ ...sample, commitments: two }).success).toBe(true);
    const twice = { ...sample, commitments: [...sample.commitments, ...sample.commitments] };
    expect(entry.safeParse(twice).error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['commitments'], 'entry.repeatedCommitment'],
    ]);
  });

  it('of a commitment and of its opening', () => {
    expectShape(commitment, {
      full: { name: 'x'.repeat(64), digest: digestOf(1) },
      optional: [],
      refused: { '/name': ['x'.repeat(65)] },
    });
    expectShape(opening, {
      full: { name: 'x'.repeat(64), salt: 'AA', value: 1, public: true },
      open: ['/value'],
      optional: [],
      taken: { '/value': [null, [], {}, 'x'] },
      refused: { '/name': ['x'.repeat(65)] },
    });
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
    expect(() => leafOf(withText(room + 1))).toThrow(/^a leaf of 65536 bytes: ent_/);
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
