import { describe, expect, it } from 'vitest';
import { claim, claimOf, staffAccount, standingClaim } from '../../../shared/register/claim.ts';
import { day, moment } from './sample.ts';
import { expectShape } from './shape.ts';

describe('a claim (A5.5)', () => {
  it('stands one working day, counted in Shanghai: from a Friday through the Monday', () => {
    expect(claimOf('examiner-1', moment('2026-03-13T02:00:00.000Z'))).toEqual({
      ...{ account: 'examiner-1', at: '2026-03-13T02:00:00.000Z', until: '2026-03-16', estimated: false },
    });
    // In Shanghai it is Saturday already.
    expect(claimOf('e', moment('2026-03-13T16:00:00.000Z')).until).toBe('2026-03-16');
    expect(claimOf('e', moment('2026-03-12T16:00:00.000Z')).until).toBe('2026-03-16');
    expect(claimOf('e', moment('2026-03-12T15:59:59.999Z')).until).toBe('2026-03-13');
  });

  it('J7: says so where it rests on a year whose working days are not published', () => {
    expect(claimOf('e', moment('2999-03-02T02:00:00.000Z')).estimated).toBe(true);
  });

  it('counts through its last day and lapses by itself after it', () => {
    const given = claimOf('e', moment('2026-03-13T02:00:00.000Z'));
    expect(standingClaim(given, day('2026-03-13'))).toEqual(given);
    expect(standingClaim(given, day('2026-03-16'))).toEqual(given);
    expect(standingClaim(given, day('2026-03-17'))).toBeUndefined();
    expect(standingClaim(undefined, day('2026-03-13'))).toBeUndefined();
  });

  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(claim, { full: claimOf('e', moment('2026-03-13T02:00:00.000Z')), optional: [] });
  });

  it('names an account of one to 128 visible characters', () => {
    for (const account of ['e', '!', '~', 'a.b@c', 'x'.repeat(128)])
      expect(staffAccount.safeParse(account).success, account).toBe(true);
    for (const account of ['', 'x'.repeat(129), 'a b', ' a', 'a ', 'é', 'a\n', '\u007f'])
      expect(staffAccount.safeParse(account).success, account).toBe(false);
  });
});
