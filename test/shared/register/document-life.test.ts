import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentState, mediaTypes, scanResults } from '../../../shared/register/document.ts';
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
});
