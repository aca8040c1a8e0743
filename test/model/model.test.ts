import { describe, expect, it } from 'vitest';
import { procedures } from '../../shared/procedures/index.ts';
import { barAct } from '../../shared/procedures/party/bar.ts';
import { importAct } from '../../shared/register/import/body.ts';
import { filingStatuses } from '../../shared/register/lifecycle.ts';
import { correctionAct } from '../../shared/register/office-correction.ts';
import { type Explored, explore, told } from './explore.ts';
import { initialState } from './initial.ts';
import { scopes } from './scopes.ts';

const explored = new Map<string, Explored>();

describe('no order of acts leads to an illegal state', () => {
  it.each(scopes)(
    '$name, every act of it to depth $depth',
    (scope) => {
      const result = explore(initialState(), scope);
      explored.set(scope.name, result);
      const { states, transitions, millis, found } = result;
      console.log(`${scope.name}: ${states} states, ${transitions} transitions, ${Math.round(millis)} ms`);
      expect(found && told(found)).toBeUndefined();
      expect(states).toBeGreaterThan(100);
    },
    300_000,
  );
});

describe('the model is not empty: somewhere in it', () => {
  const seen = () => new Set([...explored.values()].flatMap(({ reached }) => [...reached.keys()]));
  const refusing = ['A3', 'A4.g1', 'A4.g2', 'A4.g4', 'A4.g5', 'A4.g9', 'A4.g10', 'A4.g11', 'A9.1', 'A9.3'];
  const ofParties = ['P0', 'P1', 'P2', 'P3', 'P9', 'P10'];

  it.each([...refusing, ...ofParties])('ground %s is found', (ground) => {
    expect(seen()).toContain(`ground ${ground}`);
  });

  it.each(filingStatuses)('a pledge comes to the state %s', (status) => {
    expect(seen()).toContain(`pledge.registration ${status}`);
  });
});

describe('the model knows every act', () => {
  const acts = () => [...explored.values()].flatMap(({ covered }) => [...covered]);
  const ofAll = [...procedures.keys(), importAct, correctionAct, barAct];

  it.each(ofAll)('%s is done somewhere in it', (of) => {
    const times = acts().filter(([name]) => name === of);
    expect(times.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(0);
  });
});
