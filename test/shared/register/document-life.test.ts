import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DocumentState,
  documentState,
  mediaTypes,
  scanResults,
} from '../../../shared/register/document.ts';
import {
  arrived,
  awaited,
  checked,
  judged,
  overdue,
  scanned,
} from '../../../shared/register/document-life.ts';
import { filingNo, moment } from './sample.ts';

const filing = filingNo(1);
const at = moment('2026-11-23T02:00:00.000Z');
const reference = { sha256: 'a'.repeat(64), type: mediaTypes.pdf, bytes: 10 };

const begun = awaited(undefined, filing, reference, at);
if (!begun) throw new Error('an address can always be had first');
const start = begun;

type Act = (state: DocumentState) => DocumentState | undefined;
const acts: Record<string, Act> = {
  arrived: (state) => arrived(state, 'v1', at),
  sound: (state) => checked(state, undefined, at),
  unsound: (state) => checked(state, 'malformed', at),
  ...Object.fromEntries(
    scanResults.map((one) => [one, (state: DocumentState) => scanned(state, one, 'v1', at)]),
  ),
  foreignScan: (state) => scanned(state, 'clean', 'v2', at),
  overdue: (state) => overdue(state, at),
  approved: (state) => judged(state, 'clean', undefined, at),
  rejected: (state) => judged(state, 'unfit', '看不清', at),
  asked: (state) => awaited(state, filing, reference, at),
};

/** What comes of the acts one after the other, as events in any order would do them. */
const stateAfter = (...names: string[]) =>
  names.reduce<DocumentState>((state, name) => acts[name]?.(state) ?? state, start);

describe('the life of a document', () => {
  it.each([
    [['arrived', 'sound', 'clean'], 'clean'],
    [['arrived', 'clean', 'sound'], 'clean'],
    [['clean', 'arrived', 'sound'], 'clean'],
    [['infected', 'arrived', 'sound'], 'infected'],
    [['infected', 'clean', 'arrived', 'sound'], 'infected'],
    [['arrived', 'unsound', 'clean'], 'unfit'],
    [['clean', 'arrived', 'unsound'], 'unfit'],
    [['arrived', 'sound', 'failed'], 'review'],
    [['arrived', 'sound', 'unsupported'], 'review'],
    [['arrived', 'sound', 'refused'], 'review'],
    [['arrived', 'sound', 'overdue'], 'review'],
    [['arrived', 'sound', 'overdue', 'clean'], 'clean'],
    [['arrived', 'sound', 'overdue', 'infected'], 'infected'],
    [['arrived', 'sound', 'failed', 'approved'], 'clean'],
    [['arrived', 'sound', 'failed', 'rejected', 'clean'], 'unfit'],
    [['arrived', 'sound', 'foreignScan'], 'scanning'],
    [['foreignScan', 'arrived', 'sound'], 'scanning'],
    [['approved'], 'awaited'],
    [['overdue'], 'awaited'],
    [['sound'], 'awaited'],
  ])('%j ends %s', (names, status) => {
    expect(stateAfter(...names).status).toBe(status);
  });

  it('says why it is where it is, and forgets why once it is not', () => {
    expect(stateAfter('arrived', 'unsound').reason).toBe('malformed');
    expect(stateAfter('arrived', 'sound', 'failed').reason).toBe('scanFailed');
    expect(stateAfter('arrived', 'sound', 'failed', 'clean').reason).toBeUndefined();
    expect(stateAfter('arrived', 'sound', 'failed', 'rejected')).toMatchObject({
      reason: 'judged',
      words: '看不清',
    });
  });

  const anything = fc.array(fc.constantFrom(...Object.keys(acts)), { maxLength: 14 });

  it('never leaves clean, infected or unfit, whatever comes, however often', () => {
    fc.assert(
      fc.property(anything, anything, (before, later) => {
        const state = stateAfter(...before);
        if (!['clean', 'infected', 'unfit'].includes(state.status)) return;
        expect(later.reduce<DocumentState>((one, name) => acts[name]?.(one) ?? one, state)).toEqual(state);
      }),
    );
  });

  it('is clean only if it was checked and found sound, and scanned clean or judged so by a person', () => {
    fc.assert(
      fc.property(anything, (names) => {
        if (stateAfter(...names).status !== 'clean') return;
        expect(names).toContain('arrived');
        expect(names).toContain('sound');
        expect(names.some((one) => one === 'clean' || one === 'approved')).toBe(true);
      }),
    );
  });

  it('grows its version by one with each step, which the write’s condition rests on', () => {
    fc.assert(
      fc.property(anything, (names) => {
        names.reduce<DocumentState>((state, name) => {
          const next = acts[name]?.(state);
          if (next) expect(next.version).toBe(state.version + 1);
          return next ?? state;
        }, start);
      }),
    );
  });

  it('says since when it is in its status: a scan noted beforehand does not move that, a step does', () => {
    const later = moment('2026-11-23T03:00:00.000Z');
    expect(scanned(start, 'clean', 'v1', later)).toMatchObject({ status: 'awaited', since: at });
    expect(arrived(start, 'v1', later)).toMatchObject({ status: 'checking', since: later });
    expect(overdue(stateAfter('arrived', 'sound'), later)?.since).toBe(later);
  });

  it('is read by its schema in every state', () => {
    fc.assert(
      fc.property(anything, (names) => {
        const state = stateAfter(...names);
        expect(documentState.parse(state)).toEqual(state);
      }),
    );
  });

  it('gives an address again until the bytes have come, and none afterwards', () => {
    const later = moment('2026-11-23T03:00:00.000Z');
    expect(start).toEqual({ filing, ...reference, status: 'awaited', version: 1, since: at });
    expect(awaited(start, filing, { ...reference, bytes: 11 }, later)).toEqual({
      ...{ ...start, bytes: 11, version: 2, since: later },
    });
    expect(awaited(stateAfter('arrived'), filing, reference, later)).toBeUndefined();
    expect(awaited(stateAfter('arrived', 'sound', 'clean'), filing, reference, later)).toBeUndefined();
  });

  it('keeps a scan that was quicker than the bytes’ check, if it was of these very bytes', () => {
    const noted = scanned(start, 'clean', 'v1', at);
    expect(noted).toMatchObject({ status: 'awaited', scan: { result: 'clean', object: 'v1' } });
    expect(stateAfter('clean', 'arrived', 'sound')).toMatchObject({ status: 'clean', version: 4 });
    const otherBytes = arrived(scanned(start, 'clean', 'v2', at) ?? start, 'v1', at);
    expect(otherBytes && checked(otherBytes, undefined, at)).toMatchObject({ status: 'scanning' });
  });

  it('once found infected before the check, is not found clean by another scan of the same bytes', () => {
    const infected = stateAfter('arrived', 'infected');
    expect(scanned(infected, 'clean', 'v1', at)).toBeUndefined();
    expect(scanned(infected, 'clean', 'v2', at)).toMatchObject({ scan: { result: 'clean', object: 'v2' } });
    expect(scanned(stateAfter('arrived', 'clean'), 'infected', 'v1', at)).toMatchObject({
      scan: { result: 'infected' },
    });
  });

  it.each([
    ['clean', 'clean', undefined],
    ['infected', 'infected', 'infected'],
    ['failed', 'review', 'scanFailed'],
    ['unsupported', 'review', 'scanUnsupported'],
    ['refused', 'review', 'scanRefused'],
    ['overdue', 'review', 'scanLate'],
  ] as const)('of a scan that ends %s it is %s for the reason %s', (result, status, reason) => {
    const state = stateAfter('arrived', 'sound', result);
    expect([state.status, state.reason]).toEqual([status, reason]);
  });

  it('in review is settled by a late scan of these bytes alone, and by no second failure', () => {
    const review = stateAfter('arrived', 'sound', 'overdue');
    expect(scanned(review, 'clean', 'v2', at)).toBeUndefined();
    expect(scanned(review, 'infected', 'v2', at)).toBeUndefined();
    for (const result of ['failed', 'unsupported', 'refused'] as const)
      expect(scanned(review, result, 'v1', at), result).toBeUndefined();
  });

  it('that is settled takes no step more', () => {
    for (const settled of [
      stateAfter('arrived', 'sound', 'clean'),
      stateAfter('arrived', 'sound', 'infected'),
      stateAfter('arrived', 'unsound'),
    ]) {
      for (const act of Object.values(acts)) expect(act(settled)).toBeUndefined();
    }
  });
});
