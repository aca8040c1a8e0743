import { describe, expect, it } from 'vitest';
import { certificate } from '../../../shared/certificates/certificate.ts';
import { certificateOf, namesPerson } from '../../../shared/certificates/certify.ts';
import { sha256Hex } from '../../../shared/kernel/digest.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import { context, numberAt, sampleEntry } from '../../functions/certificates/sample.ts';

function certified(sample: Parameters<typeof sampleEntry>[0] = {}, demonstration = false) {
  const { entry, openings } = sampleEntry(sample);
  const made = certificateOf(entry, openings, { ...context, demonstration });
  if (!made) throw new Error('not certified');
  return { made, entry, openings };
}

describe('专利权质押登记通知书 (A5.3)', () => {
  it('says what the entry says, with each title’s version, and fits its schema', () => {
    const { made, entry } = certified({ patents: ['甲', '乙'] });
    expect(certificate.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      registrationNumber: 'Y2026980001234',
      registrationDate: '2026-11-22',
      entry: entry.id,
      instant: entry.instant,
      patents: [
        { printedNumber: numberAt(0).replace(/.$/, '.$&'), name: '甲', titleVersion: 2 },
        { printedNumber: numberAt(1).replace(/.$/, '.$&'), name: '乙', titleVersion: 3 },
      ],
    });
  });

  it('carries the digest of the journal’s leaf, so that whoever has the entry can recompute it', () => {
    const { made, entry } = certified();
    expect(made.entryDigest).toBe(`sha256:${sha256Hex(leafOf(entry))}`);
  });

  it('is the same whenever it is made: a re-issue 补发 says the same (A6.9)', () => {
    expect(certified().made).toEqual(certified().made);
  });

  it('is marked when either the entry or the environment is a demonstration', () => {
    expect(certified({ demonstration: true }).made.demonstration).toBe(true);
    expect(certified({ demonstration: false }, true).made.demonstration).toBe(true);
    expect(certified({ demonstration: false }).made.demonstration).toBe(false);
  });

  it('names a natural person by the public opening, and by no name once it is forgotten', () => {
    const known = certified({ pledgors: [{ person: '王㐂' }] }).made;
    expect(known.pledgors).toEqual([{ kind: 'person', name: '王㐂' }]);
    const forgotten = certified({ pledgors: [{ person: '王㐂', forgotten: true }] }).made;
    expect(forgotten.pledgors).toEqual([{ kind: 'person' }]);
    expect(JSON.stringify(forgotten)).not.toContain('王㐂');
    expect([known, forgotten].map(namesPerson)).toEqual([true, true]);
    expect(namesPerson(certified().made)).toBe(false);
  });

  it('certifies no name that the entry did not commit to, and none that is not public', () => {
    const { entry, openings } = sampleEntry({ pledgors: [{ person: '王㐂' }] });
    const forged = openings.map((one) => ({ ...one, value: { name: '李某' } }));
    const hidden = openings.map((one) => ({ ...one, public: false }));
    for (const given of [forged, hidden]) {
      expect(certificateOf(entry, given, context)?.pledgors).toEqual([{ kind: 'person' }]);
    }
  });

  it('is made of no other act', () => {
    const { entry, openings } = sampleEntry();
    expect(certificateOf({ ...entry, act: 'patent.import' }, openings, context)).toBeUndefined();
  });
});
