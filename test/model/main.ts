import { parseArgs } from 'node:util';
import { type Explored, explore, told } from './explore.ts';
import { initialState } from './initial.ts';
import { scopes } from './scopes.ts';

/**
 * `npm run model -- [--scope NAME] [--depth N]`: explores every scope, or one of them, to its own depth or to another,
 * and prints how many states there are and how long it took. An illegal state ends it, with the shortest acts to it.
 */
const { values } = parseArgs({ options: { scope: { type: 'string' }, depth: { type: 'string' } } });
const chosen = scopes.filter((one) => values.scope === undefined || one.name === values.scope);
if (chosen.length === 0)
  throw new Error(`no such scope: choose of ${scopes.map((one) => one.name).join(', ')}`);

for (const scope of chosen) {
  const depth = values.depth === undefined ? scope.depth : Number(values.depth);
  const explored = explore(initialState(), { ...scope, depth });
  console.log(line(scope.name, depth, explored));
  if (!explored.found) continue;
  console.log(told(explored.found));
  process.exitCode = 1;
}

function line(
  name: string,
  depth: number,
  { states, transitions, refused, levels, millis }: Explored,
): string {
  const seconds = (millis / 1000).toFixed(1);
  return `${name}: depth ${depth}, ${states} states (${levels.join(' + ')}), ${transitions} transitions, ${refused} refusals, ${seconds} s`;
}
