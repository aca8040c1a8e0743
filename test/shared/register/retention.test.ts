import { describe, expect, it } from 'vitest';
import { epochMsOf } from '../../../shared/kernel/instant.ts';
import { filingStatuses } from '../../../shared/register/lifecycle.ts';
import { accessKept, filingExpiry, filingKept, settledExpiry } from '../../../shared/register/retention.ts';
import { moment } from './sample.ts';

const updatedAt = moment('2026-11-23T02:00:00.999Z');
const second = Math.floor(epochMsOf(updatedAt) / 1000);
const day = 24 * 60 * 60;
/** As long as somebody could sue over a decision: five years, with the leap day that they hold. */
const fiveYears = 5 * 365 + 1;

describe('how long a filing is kept', () => {
  it('a draft for a year after the last change of it', () => {
    expect(filingExpiry({ status: 'draft', updatedAt })).toBe(second + 365 * day);
  });

  it.each(['refused', 'returned', 'withdrawn'] as const)(
    'one that was %s as long as anyone can sue',
    (status) => {
      expect(filingExpiry({ status, updatedAt })).toBe(second + fiveYears * day);
      expect(settledExpiry(updatedAt)).toBe(second + fiveYears * day);
    },
  );

  it('what is being decided, and the file of an entry that stands, without end', () => {
    const kept = filingStatuses.filter((status) => filingExpiry({ status, updatedAt }) === undefined);
    expect(kept).toEqual(['examination', 'correctionRequested', 'awaitingDeclaration', 'registered']);
  });

  it('who was given a document is known as long', () => {
    expect(accessKept.days).toBe(fiveYears);
  });

  it('each period names its ground, its day and how sure it is', () => {
    for (const period of [...Object.values(filingKept), accessKept]) {
      expect(period.source).toMatch(/art\. \d+/);
      expect(period.since).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(['M-h', 'M-m', 'house']).toContain(period.confidence);
    }
  });
});
