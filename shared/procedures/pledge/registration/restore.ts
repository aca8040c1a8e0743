import { gazette } from './gazette.ts';

type Opened = ReadonlyMap<string, unknown>;

/**
 * The form from what its entry publishes and what that entry's commitments opened to: the patents stand in the
 * gazette's items, and the sealed values by subject hold the rest (`effect.ts`). `undefined` where something lacks.
 */
export function restore(published: Readonly<Record<string, unknown>>, opened: Opened): unknown {
  const items = gazette.safeParse(published);
  if (!items.success) return undefined;
  const { pledgors, pledgees, patents } = items.data;
  const optional = (['valuation', 'debtor'] as const).filter((name) => opened.has(name));
  return {
    pledgors: details(opened, 'pledgors', pledgors.length),
    pledgees: details(opened, 'pledgees', pledgees.length),
    rights: patents.map((one) => one.patentNumber),
    claim: opened.get('claim'),
    ...members(opened.get('security')),
    ...members(opened.get('contracts')),
    ...Object.fromEntries(optional.map((name) => [name, opened.get(name)])),
  };
}

/** Each party as the form stated it, in the order of the form. */
function details(opened: Opened, side: 'pledgors' | 'pledgees', count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => opened.get(`${side}.${index}.details`));
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === 'object' ? { ...value } : {};
}
