import type { Met } from '../../../shared/audit/place.ts';
import { entryId, mandateId, partyId } from '../../../shared/kernel/id.ts';
import { rightId } from '../../../shared/kernel/right.ts';
import type { Item } from '../../_platform/dynamodb.ts';

/** What else lies in these tables: it follows from titles, parties and entries, or is none of the register's truth. */
const others = ['PENDING#', 'IMPORT#state', 'IDENTIFIER#', 'ACCOUNT#', 'CLIENT#'];

/** What an item of the tables of titles and of parties is to an audit; nothing where it is not about it. */
export function metIn(item: Item): Met | undefined {
  const [pk, sk] = [String(item['pk']), String(item['sk'])];
  if (others.some((prefix) => pk.startsWith(prefix)) || sk.startsWith('GIVEN#')) return undefined;
  return knownIn(item, pk, sk) ?? { stray: `${pk} ${sk}` };
}

function knownIn(item: Item, pk: string, sk: string): Met | undefined {
  const [kind, name = ''] = split(pk);
  switch (kind) {
    case 'TITLE':
      return titleIn(item, name, sk);
    case 'RECORD':
      return recordIn(item, name, sk);
    case 'ENTRY':
      return entryIn(item, name, sk);
    case 'PARTY':
      return partyIn(item, name, sk);
    default:
      return undefined;
  }
}

function titleIn(item: Item, name: string, sk: string): Met | undefined {
  const right = rightId.safeParse(name);
  const { title, act, opened } = item;
  const version = versionIn(item, sk, 'VERSION#current', title);
  if (!right.success || version === undefined) return undefined;
  return { place: { kind: 'title', right: right.data, version }, value: defined({ title, act, opened }) };
}

function recordIn(item: Item, number: string, sk: string): Met | undefined {
  const { record, madeBy } = item;
  const version = versionIn(item, sk, 'RECORD', record);
  if (version === undefined) return undefined;
  return { place: { kind: 'record', number, version }, value: defined({ record, madeBy }) };
}

/** The version that key, item and value agree on. */
function versionIn(item: Item, sk: string, current: string, value: unknown): number | undefined {
  const version = Number(item['version']);
  const line = sk === current || sk === `VERSION#${String(version).padStart(10, '0')}`;
  return line && Number.isSafeInteger(version) && member(value, 'version') === version ? version : undefined;
}

function entryIn(item: Item, name: string, sk: string): Met | undefined {
  const id = entryId.safeParse(name);
  if (!id.success) return undefined;
  if (sk === 'ENTRY') return { place: { kind: 'entry', id: id.data }, value: item['entry'] };
  if (sk === 'INDEX') return { of: id.data, index: Number(item['index']) };
  return sk.startsWith('OPENINGS#') ? { openings: id.data } : undefined;
}

function partyIn(item: Item, name: string, sk: string): Met | undefined {
  const id = partyId.safeParse(name);
  if (!id.success) return undefined;
  if (sk === 'PARTY') return { place: { kind: 'party', id: id.data }, value: item['party'] };
  const [kind, principal = '', of = ''] = sk.split('#');
  const [by, mandate] = [partyId.safeParse(principal), mandateId.safeParse(of)];
  if (kind !== 'MANDATE' || !by.success || !mandate.success) return undefined;
  const place = { kind: 'mandate', id: mandate.data, agent: id.data, principal: by.data } as const;
  return { place, value: item['mandate'] };
}

function split(pk: string): [string, string | undefined] {
  const at = pk.indexOf('#');
  return at < 0 ? [pk, undefined] : [pk.slice(0, at), pk.slice(at + 1)];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function defined(all: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
