import { beforeAll, describe, expect, it } from 'vitest';
import { certificateOf } from '../../../shared/certificates/certify.ts';
import { reportOf } from '../../../shared/certificates/report.ts';
import type { Verification } from '../../../shared/certificates/verification.ts';
import { paperBytesMax, verify } from '../../../shared/certificates/verify.ts';
import {
  changedSegments,
  checkSignature,
  openSeal,
  type Stretch,
  stretchOf,
} from '../../../shared/journal/sealed.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import { context } from '../../functions/certificates/sample.ts';
import {
  keysOf,
  logKey,
  origin,
  samplePaper,
  sealed,
  sealedSample,
  sealKey,
} from '../../functions/certificates/sealed-sample.ts';
import { logOf, signingKey } from '../journal/log-of-leaves.ts';

const utf8 = new TextEncoder();
let file: Uint8Array;
let keys: Awaited<ReturnType<typeof keysOf>>;
beforeAll(async () => {
  file = await sealedSample({ pledgors: [{ person: '王㐂' }] });
  keys = await keysOf(logKey, sealKey);
});

function codes({ outcomes }: Verification): string[] {
  return outcomes.flatMap(({ check, faults }) => faults.map(({ code }) => `${check}: ${code}`));
}

function places({ outcomes }: Verification): Stretch[] {
  return outcomes.flatMap(({ faults }) => faults.flatMap(({ where }) => where ?? []));
}

const within = (at: number, { offset, length }: Stretch) => at >= offset && at < offset + length;

function flipped(at: number, bit: number): Uint8Array {
  const bytes = file.slice();
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return bytes;
}

/** Places spread over the file by a fixed rule, so that a failure can be repeated. */
function spread(count: number, length: number): number[] {
  let state = 20_261_122;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % length;
  });
}

describe('a certificate as it was issued', () => {
  it('is proved in every step, with the facts a reader looks for', async () => {
    const found = await verify([file], keys);
    expect(codes(found)).toEqual([]);
    expect(found).toMatchObject({ verdict: 'proved', kind: 'pledge-certificate', demonstration: true });
    expect(found.outcomes.map(({ check }) => check)).toEqual([
      ...['seal', 'bytes', 'leaf', 'inclusion', 'checkpoint', 'openings', 'facts'],
    ]);
    const values = found.facts.map(({ value }) => value);
    for (const one of ['Y2026980001234', '王㐂', origin]) expect(values).toContain(one);
  });

  it('is proved after a rotation too, by the older key among several', async () => {
    const rotated = [signingKey(origin), logKey, signingKey(`${origin}/seal`), sealKey];
    expect((await verify([file], await keysOf(...rotated))).verdict).toBe('proved');
  });

  it('names no person whose name was forgotten, and is proved all the same', async () => {
    const forgotten = await sealedSample({ pledgors: [{ person: '王㐂', forgotten: true }] });
    const found = await verify([forgotten], keys);
    expect(found.verdict).toBe('proved');
    expect(JSON.stringify(found)).not.toContain('王㐂');
  });
});

describe('one changed bit', () => {
  it('is caught and found at each of 10,000 places of the file', async () => {
    const missed: number[] = [];
    for (const [nth, at] of spread(10_000, file.length).entries()) {
      const bytes = flipped(at, nth % 8);
      const opened = openSeal(bytes);
      const faults =
        'fault' in opened
          ? [opened]
          : [
              ...((await checkSignature(opened, keys)) ? [{ where: opened.where }] : []),
              ...(await changedSegments(bytes, opened)),
            ];
      if (!faults.some(({ where }) => within(at, where))) missed.push(at);
    }
    expect(missed).toEqual([]);
  });

  it('is caught and found at every byte of the seal and of what follows it', async () => {
    const opened = openSeal(file);
    if ('fault' in opened) throw new Error('the sample is sealed');
    const missed: number[] = [];
    for (let at = opened.where.offset - 20; at < file.length; at += 7) {
      const found = await verify([flipped(at, at % 8)], keys);
      if (found.verdict !== 'fault' || !places(found).some((where) => within(at, where))) missed.push(at);
      expect(found.facts).toEqual([]);
    }
    expect(missed).toEqual([]);
  });

  it('is named by the attachment it lies in, and by what no longer follows from it', async () => {
    const opened = openSeal(file);
    if ('fault' in opened) throw new Error('the sample is sealed');
    const named: Record<string, string[]> = {};
    for (const segment of opened.seal.segments) {
      const { name } = segment;
      if (name === 'document') continue;
      const { offset, length } = stretchOf(segment, opened);
      const found = await verify([flipped(offset + Math.floor(length / 2), 0)], keys);
      expect(found.outcomes.flatMap(({ faults }) => faults)[0]).toMatchObject({ part: name });
      named[name] = codes(found);
    }
    expect(named).toMatchObject({
      leaf: expect.arrayContaining(['bytes: segment-changed', 'inclusion: proof-path']),
      openings: expect.arrayContaining(['bytes: segment-changed']),
      proof: expect.arrayContaining(['bytes: segment-changed']),
      facts: expect.arrayContaining(['bytes: segment-changed']),
      end: ['bytes: segment-changed'],
    });
  });

  it('of a page leaves what the journal proves proven, and says so', async () => {
    const { outcomes } = await verify([flipped(3000, 3)], keys);
    const state = Object.fromEntries(outcomes.map((one) => [one.check, one.state]));
    expect(state).toEqual({
      ...{ seal: 'proved', bytes: 'fault', leaf: 'proved', inclusion: 'proved' },
      ...{ checkpoint: 'proved', openings: 'proved', facts: 'proved' },
    });
  });
});

describe('a forger', () => {
  it('with a key of its own name and none of ours is told from the register', async () => {
    const foreign = signingKey(origin);
    const foreignSeal = signingKey(`${origin}/seal`);
    expect(codes(await verify([file], await keysOf(foreign, foreignSeal)))).toEqual([
      'seal: seal-foreign-key',
      'checkpoint: checkpoint-foreign-key',
    ]);
    const forged = await sealedSample({}, foreignSeal, foreign);
    expect(codes(await verify([forged], keys))).toEqual([
      'seal: seal-foreign-key',
      'checkpoint: checkpoint-foreign-key',
    ]);
  });

  it('who has the seal’s key alone cannot put an entry into the journal', async () => {
    const paper = await samplePaper();
    const other = await samplePaper({ pledgees: [{ name: '另一家银行' }] });
    const swapped = await sealed({ ...paper, entry: other.entry });
    expect(codes(await verify([swapped], keys))).toContain('inclusion: proof-path');
    const claimed = await sealed({
      ...paper,
      certificate: { ...paper.certificate, registrationNumber: other.certificate.registrationNumber },
      openings: [],
      proof: paper.proof.replace('index 300', 'index 299'),
    });
    expect(codes(await verify([claimed], keys))).toContain('inclusion: proof-path');
  });

  it('who has the log’s key alone cannot seal', async () => {
    const mine = await sealed(await samplePaper(), logKey);
    expect(codes(await verify([mine], keys))).toEqual(['seal: seal-foreign-key']);
  });

  it('cannot certify other facts than follow from the entry: the place that differs is named', async () => {
    const paper = await samplePaper();
    const told = { ...paper.certificate, registrationDate: '2026-11-21' as never };
    const found = await verify([await sealed({ ...paper, certificate: told })], keys);
    expect(codes(found)).toEqual(['facts: facts-differ']);
    expect(found.outcomes.at(-1)?.faults[0]?.text.en).toContain('/registrationDate');
  });

  it('cannot show the checkpoint of another log, though its key is among those given', async () => {
    const other = signingKey('register.example/other');
    const paper = await samplePaper();
    const { entry } = paper;
    const log = await logOf([leafOf(entry)], other);
    const mixed = await sealed({ ...paper, proof: log.proof(0) });
    const known = await keysOf(logKey, sealKey, other);
    expect(codes(await verify([mixed], known))).toContain('checkpoint: checkpoint-other-log');
  });

  it('cannot name a person otherwise than the entry commits to', async () => {
    const paper = await samplePaper({ pledgors: [{ person: '王㐂' }] });
    const openings = paper.openings.map((one) => ({ ...one, value: { name: '李某' } }));
    const found = await verify([await sealed({ ...paper, openings })], keys);
    expect(codes(found)).toEqual(['openings: opening-wrong', 'facts: facts-differ']);
    expect(found.outcomes[5]?.faults[0]?.text.en).toContain('pledgors.0');
    const unknown = paper.openings.map((one) => ({ ...one, name: 'nobody' }));
    expect(codes(await verify([await sealed({ ...paper, openings: unknown })], keys))).toContain(
      'openings: opening-unknown',
    );
  });

  it('cannot pass off the entry of another act as a pledge', async () => {
    const paper = await samplePaper();
    const act = { ...paper.entry, act: 'office.correction' };
    expect(certificateOf(act, [], context)).toBeUndefined();
    const log = await logOf([leafOf(act)], logKey);
    const { certificate } = paper;
    const { outcomes } = await verify(
      [await sealed({ entry: act, openings: [], certificate, proof: log.proof(0) })],
      keys,
    );
    expect(outcomes.at(-1)?.faults.map(({ code }) => code)).toEqual(['other-act']);
  });

  it('cannot add a byte anywhere, nor take one away, nor sign twice', async () => {
    const opened = openSeal(file);
    if ('fault' in opened) throw new Error('the sample is sealed');
    const line = utf8.encode('% nothing\n');
    for (const at of [
      0,
      9,
      2500,
      opened.where.offset,
      opened.where.offset + 19,
      file.length - 6,
      file.length,
    ]) {
      const more = Buffer.concat([file.subarray(0, at), line, file.subarray(at)]);
      expect((await verify([more], keys)).verdict, `added at ${at}`).not.toBe('proved');
      const less = Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]);
      if (at < file.length) expect((await verify([less], keys)).verdict, `taken at ${at}`).not.toBe('proved');
    }
    const seal = Buffer.from(file.subarray(opened.where.offset, opened.where.offset + opened.where.length));
    const signature = seal.subarray(seal.lastIndexOf('%'));
    const end = opened.where.offset + opened.where.length;
    const twice = Buffer.concat([file.subarray(0, end), signature, file.subarray(end)]);
    expect(codes(await verify([twice], keys))).toContain('seal: seal-foreign-key');
  });
});

describe('whatever is handed in', () => {
  it('is refused with a reason when it is cut off anywhere', async () => {
    for (const length of [0, 1, 5, 1000, file.length - 10_000, file.length - 300, file.length - 1]) {
      const found = await verify([file.slice(0, length)], keys);
      expect(found.verdict, `cut to ${length}`).not.toBe('proved');
      expect(found.outcomes.flatMap(({ faults }) => faults).length).toBeGreaterThan(0);
    }
  });

  it('is refused unread above the bound, and quickly below it, in whatever way it is garbage', async () => {
    const huge = new Uint8Array(50_000_000).fill(0x25);
    huge.set(utf8.encode('%PDF-1.7'));
    const most = huge.slice(0, paperBytesMax);
    const lines = most.slice().fill(0x0a, 20);
    const headers = Buffer.alloc(paperBytesMax, '%ip-register-seal@');
    headers.write('%PDF-');
    const signatures = Buffer.alloc(paperBytesMax, '\n%— ');
    signatures.write('%PDF-');
    expect(codes(await verify([huge], keys))).toEqual(['paper: too-large']);
    for (const bytes of [most, lines, headers, signatures]) {
      const begun = performance.now();
      expect((await verify([bytes], keys)).verdict).toBe('fault');
      expect(performance.now() - begun).toBeLessThan(5000);
    }
  });

  it('with absurd numbers in a seal or a proof is refused', async () => {
    const text = Buffer.from(file).toString('latin1');
    const absurd: [RegExp, string][] = [
      [/%leaf \d+ /, '%leaf 99999999999999999999 '],
      [/%leaf \d+ \d+/, '%leaf 0 0'],
      [/%end \d+ \d+/, '%end -1 1e9'],
      [/index 300\n/, 'index 9007199254740993\n'],
      [/\n302\n/, '\n99999999999999999999\n'],
      [/%register\.example/, '%'],
    ];
    for (const [pattern, put] of absurd) {
      const changed = text.replace(pattern, put);
      expect(changed).not.toBe(text);
      expect((await verify([Buffer.from(changed, 'latin1')], keys)).verdict).toBe('fault');
    }
  });

  it('that is nothing of ours is not called a forgery, and never makes it throw', async () => {
    const odd = ['', '{', '[]', 'null', '%PDF-', '%PDF-1.7\n%%EOF\n', 'c2sp.org/tlog-proof@v1\n', '\ufeff{}'];
    for (const one of odd) expect((await verify([utf8.encode(one)], keys)).verdict).not.toBe('proved');
    expect(codes(await verify([utf8.encode('hello')], keys))).toEqual(['paper: not-recognised']);
    expect(codes(await verify([file, file, file], keys))).toEqual(['paper: too-many']);
  });
});

describe('several files at once', () => {
  it('are told to be too many, since nothing was found wrong with any of them', async () => {
    for (const files of [
      [file, file],
      [file, file, file],
    ]) {
      const found = await verify(files, keys);
      expect(found.verdict).toBe('unreadable');
      expect(codes(found)).toEqual(['paper: too-many']);
    }
  });
});

describe('an entry with its .tlog-proof', () => {
  it('is proved without a certificate, as answered or as the bare leaf, in whichever order', async () => {
    const { entry, openings, proof } = await samplePaper({ pledgors: [{ person: '王㐂' }] });
    const answered = { entry, openings: openings.map(({ name, salt, value }) => ({ name, salt, value })) };
    const json = utf8.encode(JSON.stringify({ ...answered, demonstration: 'mark' }, null, 2));
    for (const files of [
      [json, utf8.encode(proof)],
      [utf8.encode(proof), leafOf(entry)],
    ]) {
      const found = await verify(files, keys);
      expect(codes(found)).toEqual([]);
      expect(found).toMatchObject({ verdict: 'proved', kind: 'entry-proof' });
    }
  });

  it('is not believed by the seal’s key, which may be called a log by whoever has stolen it', async () => {
    const { entry } = await samplePaper();
    const { proof } = await logOf([leafOf(entry)], sealKey);
    const found = await verify([leafOf(entry), utf8.encode(proof(0))], keys);
    expect(found.verdict).toBe('fault');
    expect(codes(found)).toEqual(['checkpoint: checkpoint-foreign-key']);
  });

  it('is told to be under a checkpoint, and in the journal only once the log’s key has signed that', async () => {
    const { entry } = await samplePaper();
    const { proof } = await logOf([leafOf(entry)], signingKey(origin));
    const found = await verify([leafOf(entry), utf8.encode(proof(0))], keys);
    const [leaf, inclusion] = reportOf(found).lines;
    expect([leaf?.state, inclusion?.state]).toEqual(['proved', 'proved']);
    expect(`${inclusion?.text.zh} ${inclusion?.text.en}`).not.toMatch(/收录于登记日志|journal/);
  });

  it('is refused when either is another’s', async () => {
    const one = await samplePaper();
    const other = await samplePaper({ patents: ['另一件'] });
    const found = await verify([leafOf(other.entry), utf8.encode(one.proof)], keys);
    expect(codes(found)).toEqual(['inclusion: proof-path']);
    const deep = utf8.encode(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    expect((await verify([deep, utf8.encode(one.proof)], keys)).verdict).toBe('fault');
    expect((await verify([utf8.encode('[1]'), utf8.encode(one.proof)], keys)).verdict).toBe('fault');
  });
});
