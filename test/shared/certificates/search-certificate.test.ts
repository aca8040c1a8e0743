import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type SearchCertificate,
  searchCertificate,
  searchedKinds,
} from '../../../shared/certificates/search-certificate.ts';
import { notProvedTexts, provedTexts, searchFaultTexts } from '../../../shared/certificates/search-texts.ts';
import {
  looksLikeSearch,
  searchFaults,
  verifySearchCertificate,
} from '../../../shared/certificates/search-verification.ts';
import { decodeBase64, encodeBase64 } from '../../../shared/journal/base64.ts';
import { mapKeyOf } from '../../../shared/journal/map/map-leaf.ts';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { ShownHold } from '../../../shared/register/encumbrance.ts';
import { holdKinds } from '../../../shared/register/hold.ts';
import { rightsForTest } from '../journal/map/rights.ts';
import { type LogKey, logKey, origin, pledgeHold, searchedLog, written } from './searched-log.ts';

const all = rightsForTest(400);
const right = (at: number): RightId => all[at] ?? ('' as RightId);
const pledged = (at: number) => ({ right: right(at), holds: [pledgeHold(at)] });

let key: LogKey;
let log: Awaited<ReturnType<typeof searchedLog>>;
beforeAll(async () => {
  key = await logKey();
  const first = Array.from({ length: 90 }, (_, at) => pledged(at));
  log = await searchedLog([first, [pledged(90), { right: right(3), holds: [] }], [pledged(91)]], key);
});

const verdictOf = (of: unknown, believed = [key.verifier]) =>
  verifySearchCertificate(typeof of === 'string' ? of : written(of), believed);
const faultOf = async (of: unknown, believed = [key.verifier]) => {
  const verdict = await verdictOf(of, believed);
  return verdict.ok ? 'none' : verdict.fault;
};

/** The certificate with the one bit of its hashes changed. */
function flipped(encoded: string, bit: number): string {
  const bytes = decodeBase64(encoded) ?? new Uint8Array();
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return encodeBase64(bytes);
}

describe('a search certificate', () => {
  it('proves which rights are free and which holds the others carry, for any rights asked', async () => {
    const asked = fc.uniqueArray(fc.nat(399), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(asked, fc.constantFrom(0, 1, 2), async (names, batch) => {
        const made = await log.certify(names.map(pledged), batch);
        expect(searchCertificate.parse(made)).toEqual(made);
        const verdict = await verdictOf(made);
        if (!verdict.ok) throw new Error(verdict.fault);
        const { proved } = verdict;
        expect(proved.size).toBe(log.sizes[batch]?.size);
        expect(proved.instant).toBe(log.sizes[batch]?.at);
        expect(proved.signers).toEqual([origin]);
        const encumbered = (at: number) => at <= 89 + batch && !(at === 3 && batch > 0);
        for (const at of names) {
          const one = proved.rights.find((found) => found.right === right(at));
          if (encumbered(at)) expect(one).toMatchObject({ encumbered: true, holds: [pledgeHold(at)] });
          else expect(one).toEqual({ right: right(at), encumbered: false });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of the same rights and size has the same bytes, in whatever order they were asked', async () => {
    const [one, other] = [
      await log.certify([5, 200, 17].map(pledged)),
      await log.certify([17, 5, 200].map(pledged)),
    ];
    expect(written(one)).toBe(written(other));
  });

  it('leaves holds out that do not open the digest, and still shows that there are some', async () => {
    const made = await log.certify([{ right: right(5), holds: [pledgeHold(6)] }, { right: right(7) }]);
    const verdict = await verdictOf(made);
    expect(verdict.ok && verdict.proved.rights).toMatchObject([
      { encumbered: true, holds: undefined },
      { encumbered: true, holds: undefined },
    ]);
  });

  it('is refused when any one character of it is another', async () => {
    const text = written(await log.certify([3, 5].map(pledged)));
    for (let at = 0; at < text.length; at += 1) {
      const put = text[at] === '1' ? '2' : '1';
      expect(await faultOf(text.slice(0, at) + put + text.slice(at + 1)), `at ${at}`).not.toBe('none');
    }
  }, 60_000);

  it('is refused by name when a bit of any hash of the map or of the path is another', async () => {
    const made = await log.certify([3, 5, 300].map(pledged));
    for (let bit = 0; bit < 8 * (decodeBase64(made.hashes)?.length ?? 0); bit += 5) {
      expect(await faultOf({ ...made, hashes: flipped(made.hashes, bit) })).toBe('mapProofWrong');
    }
    for (let bit = 0; bit < 8 * (decodeBase64(made.path)?.length ?? 0); bit += 5) {
      expect(await faultOf({ ...made, path: flipped(made.path, bit) })).toBe('leafNotInLog');
    }
  }, 60_000);

  it('is refused when a proof, a leaf or a checkpoint is from elsewhere', async () => {
    const made = await log.certify([pledged(200)]);
    const encumbered = await log.certify([pledged(5)]);
    const older = await log.certify([pledged(200)], 1);
    const before = (log.sizes[1]?.size ?? 0) - 1;
    const size = log.sizes[2]?.size ?? 0;
    const others = await searchedLog([[pledged(1)]], await logKey());
    const named = await logKey('witness.example/w1');
    const cases: [string, unknown, string][] = [
      [
        'another right’s proof',
        { ...made, rights: [{ ...made.rights[0], right: right(5) }] },
        'mapProofWrong',
      ],
      ['an encumbered right called free', withoutDigest(encumbered), 'mapProofWrong'],
      ['its own place called another’s', ownPlaceAsOther(encumbered), 'mapProofWrong'],
      ['the map of before', { ...older, checkpoint: made.checkpoint, path: made.path }, 'leafNotLast'],
      [
        'an older map leaf, truly in the log',
        { ...older, checkpoint: made.checkpoint, path: pathOf(log.path(before, size)) },
        'leafNotLast',
      ],
      [
        'an older map leaf said to be the last',
        { ...made, leaf: { ...older.leaf, before: size - 1 } },
        'leafNotInLog',
      ],
      ['another instant', { ...made, leaf: { ...made.leaf, instant: older.leaf.instant } }, 'leafNotInLog'],
      ['another map', { ...made, leaf: { ...made.leaf, root: older.leaf.root } }, 'leafNotInLog'],
      ['an older checkpoint', { ...made, checkpoint: older.checkpoint }, 'leafNotLast'],
      ['another log of the same name', { ...made, checkpoint: others.noteOf(2) }, 'keyUnknown'],
      [
        'a checkpoint without the log’s key',
        { ...made, checkpoint: log.noteOf(size, [named]) },
        'keyUnknown',
      ],
      [
        'a checkpoint of another origin',
        { ...made, checkpoint: log.noteOf(size, [key], 'x.example') },
        'keyUnknown',
      ],
      ['a text that is no note', { ...made, checkpoint: 'log.example/journal\n' }, 'checkpointMalformed'],
    ];
    for (const [what, of, fault] of cases) {
      expect(await faultOf(of, [key.verifier, named.verifier]), what).toBe(fault);
    }
    expect(await faultOf(made, [])).toBe('keyUnknown');
    expect(await faultOf(made, [(await logKey()).verifier])).toBe('keyUnknown');
  });

  it('names the right whose list of holds was cut, added to or changed', async () => {
    const made = await log.certify([{ right: right(5), holds: [pledgeHold(5)] }, pledged(7)]);
    const lists: ShownHold[][] = [
      [pledgeHold(5), pledgeHold(6)],
      [pledgeHold(6)],
      [{ ...pledgeHold(5), kind: 'preservation' }],
    ];
    for (const holds of lists) {
      const verdict = await verdictOf({
        ...made,
        rights: [{ ...made.rights[0], holds }, ...made.rights.slice(1)],
      });
      expect(verdict).toEqual({ ok: false, fault: 'holdsChanged', right: right(5) });
    }
  });

  it('is refused when rights are dropped, doubled, out of order or too many', async () => {
    const made = await log.certify([100, 200, 300].map(pledged));
    expect(await faultOf({ ...made, rights: made.rights.slice(1) })).toBe('mapProofWrong');
    expect(await faultOf({ ...made, rights: made.rights.toReversed() })).toBe('notThisKind');
    expect(await faultOf({ ...made, rights: [...made.rights, made.rights[2]] })).toBe('notThisKind');
    expect(await faultOf({ ...made, rights: [] })).toBe('notThisKind');
    const many = await log.certify(Array.from({ length: 21 }, (_, at) => pledged(100 + at)));
    expect(await faultOf(many)).toBe('notThisKind');
  });

  it('is refused in bounded time, whatever the text is', async () => {
    const text = written(await log.certify([pledged(100)]));
    expect(await faultOf('')).toBe('notJson');
    expect(await faultOf(text.slice(0, -40))).toBe('notJson');
    expect(await faultOf('['.repeat(500_000))).toBe('notJson');
    expect(await faultOf(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBe('notCanonical');
    expect(await faultOf(' '.repeat(600_000))).toBe('tooLong');
    expect(await faultOf('"\ud800"')).toBe('notCanonical');
    expect(await faultOf(`${text}\n`)).toBe('notCanonical');
    expect(await faultOf(text.replace('{', '{"schema":"search-1",'))).toBe('notCanonical');
    for (const other of ['null', '1', '[]', '{}', '{"schema":"search-1"}']) {
      expect(await faultOf(other)).toBe('notThisKind');
    }
  });

  it('counts witnesses that are believed beside the log’s own key', async () => {
    const made = await log.certify([pledged(100)]);
    const witness = await logKey('witness.example/w1');
    const cosigned = { ...made, checkpoint: log.noteOf(log.sizes[2]?.size ?? 0, [key, witness]) };
    const both = await verdictOf(cosigned, [key.verifier, witness.verifier]);
    expect(both.ok && both.proved.signers).toEqual([origin, 'witness.example/w1']);
    const alone = await verdictOf(cosigned);
    expect(alone.ok && alone.proved.signers).toEqual([origin]);
    expect(await faultOf(cosigned, [witness.verifier])).toBe('keyUnknown');
  });

  it('is not believed by the key of the seals, which may be called a log by whoever has stolen it', async () => {
    const made = await log.certify([pledged(100)]);
    const seal = await logKey(`${origin}/seal`);
    const size = log.sizes[2]?.size ?? 0;
    const forged = { ...made, checkpoint: log.noteOf(size, [seal], seal.name) };
    expect(await faultOf(forged, [key.verifier, seal.verifier])).toBe('keyUnknown');
  });

  it('says in both languages what it proves, what not, and why it is refused', async () => {
    const verdict = await verdictOf(await log.certify([5, 200].map(pledged)));
    if (!verdict.ok) throw new Error(verdict.fault);
    const [journal, encumbered, free] = provedTexts(verdict.proved);
    expect(journal?.en).toContain(`At size ${verdict.proved.size} of the journal “${origin}”`);
    expect(encumbered?.en).toContain('pledge Y0000000000005 since');
    expect(encumbered?.zh).toContain('质押（登记号Y0000000000005）');
    expect(free?.en).toContain('no announced hold (pledge, ');
    expect(free?.zh).toContain('无已公示的权利负担（质押、');
    expect(notProvedTexts.length).toBeGreaterThan(3);
    expect(Object.keys(searchFaultTexts)).toEqual([...searchFaults]);
    for (const { zh, en } of [...notProvedTexts, ...Object.values(searchFaultTexts)]) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('speaks of every kind of hold there is: one more needs a schema of its own', () => {
    expect(searchedKinds).toEqual(holdKinds);
  });

  it('is told from other documents by its beginning', async () => {
    expect(looksLikeSearch(written(await log.certify([pledged(100)])))).toBe(true);
    expect(looksLikeSearch('%PDF-1.7')).toBe(false);
  });
});

function withoutDigest(made: SearchCertificate): unknown {
  return { ...made, rights: made.rights.map(({ right: name, depth }) => ({ right: name, depth })) };
}

function ownPlaceAsOther(made: SearchCertificate): unknown {
  const rights = made.rights.map((one) => {
    const value = 'digest' in one ? Buffer.from(one.digest.slice('sha256:'.length), 'hex') : Buffer.alloc(32);
    const other = { key: encodeBase64(mapKeyOf(one.right)), value: encodeBase64(value) };
    return { right: one.right, depth: one.depth, other };
  });
  return { ...made, rights };
}

function pathOf(path: readonly Uint8Array[]): string {
  return encodeBase64(Buffer.concat(path));
}
