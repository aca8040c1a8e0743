import { describe, expect, it } from 'vitest';
import { actsOn } from './acts.ts';
import { initialState } from './initial.ts';
import { situationOf } from './situation.ts';
import type { State } from './state.ts';

const initial = initialState();

/** The situation after these acts, each found by its name. */
function reachedBy(...names: readonly string[]): string {
  const state = names.reduce<State>((from, name) => {
    const act = [...actsOn(from)].find((one) => one.name === name);
    const last = act?.run(from).states.at(-1);
    if (!last) throw new Error(`no such act, or nothing came of it: ${name}`);
    return last;
  }, initial);
  return situationOf(state, true);
}

const pledgeTo = (bank: string) => `owner pledges clean to ${bank}: filed, agreed and decided`;
const drafted = (bank: string) => `owner pledges clean to ${bank}: drafted`;
const ended = 'corrected: clean has ended';
const inForce = 'corrected: clean is in force';
const consents = (no: number) => `pledge.registration no. ${no}: owner-1 consents for owner`;

describe('two states are one situation', () => {
  it('where only the order of acts that do not meet differs, and so every id and instant', () => {
    expect(reachedBy(pledgeTo('north'), 'corrected: sameDay is invalid')).toBe(
      reachedBy('corrected: sameDay is invalid', pledgeTo('north')),
    );
    expect(reachedBy(drafted('north'), drafted('south'))).toBe(reachedBy(drafted('south'), drafted('north')));
  });

  it('where one bank stands in the place of the other', () => {
    expect(reachedBy(pledgeTo('north'))).toBe(reachedBy(pledgeTo('south')));
    expect(reachedBy(drafted('north'), consents(1))).toBe(reachedBy(drafted('south'), consents(1)));
  });

  it('where what was done is undone', () => {
    expect(reachedBy(drafted('north'), 'pledge.registration no. 1: withdrawn')).toBe(reachedBy());
    expect(reachedBy(ended, inForce)).toBe(reachedBy(inForce));
  });
});

describe('two states are different situations', () => {
  it('where a title, a consent, a power or a day differs', () => {
    const all = [
      ...[reachedBy(), reachedBy(pledgeTo('north')), reachedBy(ended), reachedBy(drafted('north'))],
      reachedBy(drafted('north'), consents(1)),
      reachedBy('north gives south a mandate for both sides: filed, agreed and decided'),
      reachedBy('owner names owner-1 and owner-2, 2 to sign: filed, agreed and decided'),
      reachedBy(drafted('north'), 'proposed: clean has ended'),
      reachedBy('a stranger recovers owner: drafted and agreed by all'),
      reachedBy(
        'a stranger recovers owner: drafted and agreed by all',
        'party.recovery no. 1: submitted',
        'days pass until the next limit is over',
      ),
      reachedBy('a stranger recovers owner: drafted and agreed by all', 'party.recovery no. 1: submitted'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('where one bank is concerned twice, or each of them once', () => {
    const [north, south] = ['barred from commitments: north', 'barred from commitments: south'];
    expect(reachedBy(pledgeTo('north'), north)).not.toBe(reachedBy(pledgeTo('north'), south));
  });
});
