import type { Item } from '../../functions/_platform/dynamodb.ts';
import { type Action, actionsMax } from '../../functions/_platform/transaction.ts';
import type { State } from './state.ts';

/** What became of the writes of one act: another state, or the rule of the database that they break. */
export type Written = { readonly state: State } | { readonly broken: string };

/** Lines that nothing reads which the model is about: notices, links to filings, the counts of the office's days. */
const beside = /^(?:PARTY#\S+ (?:NOTICE|FILING)#|CLOCK#)/;

/**
 * The state after the writes of one transaction, all or nothing. Nobody else acts in between here, so each condition
 * must hold on what the act itself read: one that does not would never let the act through.
 */
export function written(state: State, actions: readonly Action[], drawn: number): Written {
  if (actions.length > actionsMax) return { broken: `a transaction of ${actions.length} actions` };
  const items = new Map(state.items);
  const touched = new Set<string>();
  let { registered } = state;
  for (const { name, item } of actions) {
    const action = item.Put ?? item.ConditionCheck ?? item.Delete;
    const key = item.Put ? item.Put.Item : (item.ConditionCheck ?? item.Delete)?.Key;
    if (!action || !key) return { broken: `an action that the model does not know: ${name}` };
    const at = `${key['pk']} ${key['sk']}`;
    const place = `${action.TableName} ${at}`;
    if (touched.has(place)) return { broken: `two actions of one transaction on ${at}` };
    touched.add(place);
    const fails = failing(items.get(place), action.ConditionExpression, action.ExpressionAttributeValues);
    if (fails) return { broken: `the condition of “${name}” does not hold: ${fails}` };
    if (item.Put && action.TableName !== 'filings') registered += 1;
    if (item.Delete) items.delete(place);
    else if (item.Put && !beside.test(at)) items.set(place, stored(key));
  }
  return { state: { items, nowMs: state.nowMs, drawn, registered } };
}

/** As it is stored: what is undefined is not there. */
function stored(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

/** The first part of a condition that does not hold of the item; the three kinds that these transactions use. */
function failing(item: Item | undefined, condition = '', values: Item = {}): string | undefined {
  const parts = condition === '' ? [] : condition.split(' AND ');
  return parts.find((part) => {
    const [, test, path] = /^attribute_(not_exists|exists)\((\S+)\)$/.exec(part) ?? [];
    if (test && path) return (valueAt(item, path) === undefined) !== (test === 'not_exists');
    if (part === '#version = :version') return item?.['version'] !== values[':version'];
    throw new Error(`a condition that the model does not know: ${part}`);
  });
}

function valueAt(item: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
      item,
    );
}
