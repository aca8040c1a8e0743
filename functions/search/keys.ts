import { sha256Hex } from '../../shared/kernel/digest.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { nameKeysOf } from '../../shared/kernel/name-key.ts';
import type { Party } from '../../shared/register/party.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import type { Item, Key } from '../_platform/dynamodb.ts';

/** Whose names and pledges: the public finds organisations alone, so natural persons lie in partitions apart. */
export type Kind = Party['kind'];

/** What the index knows of one party or record: under which keys it can be found, as of which version. */
export const partyState = (id: PartyId): Key => ({ pk: `PARTY#${id}`, sk: 'PARTY' });
export const recordState = (number: string): Key => ({ pk: `RECORD#${number}`, sk: 'RECORD' });

/** What stands for an exact key in a key of the index: as short for the longest of names as for the shortest. */
export const exactMark = (exact: string) => sha256Hex(exact).slice(0, 32);

export const exactPk = (kind: Kind, exact: string) => `EXACT#${kind}#${exactMark(exact)}`;

/** Cores are spread by their first two characters, which is why nothing shorter can be searched by its beginning. */
export const spreadChars = 2;
export const corePk = (kind: Kind, core: string) =>
  `CORE#${kind}#${[...core].slice(0, spreadChars).join('')}`;

/** DynamoDB takes a sort key of 1,024 bytes; a longer core is told apart by reading the party. */
const coreBytesMax = 480;

/** The core as it stands in sort keys, followed by `#`, which no core contains and which sorts before all it may. */
export function coreSk(core: string): string {
  let bytes = 0;
  let cut = '';
  for (const char of core) {
    bytes += Buffer.byteLength(char);
    if (bytes > coreBytesMax) break;
    cut += char;
  }
  return cut;
}

/** Registries write a number with spaces, hyphens or points, and in either case; none of that tells two apart. */
export const identifierPk = (value: string) =>
  `IDENTIFIER#${value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{P}\p{Z}\p{C}]/gu, '')}`;

export const pledgesOfPk = (kind: Kind, party: string) => `PLEDGES#${kind}#${party}`;
export const pledgedInPk = (year: string) => `PLEDGED#${year}`;

/** Where a pledge stands among others of its state: by the day of registration, then by number. */
export const placeOf = (record: Pick<RegisterRecord, 'registrationDate' | 'number'>) =>
  `${record.registrationDate}#${record.number}`;

/**
 * The index items of a party: its names, past and present, and of an organisation its identifier. The number by which
 * a state knows a natural person goes into no key and no item.
 */
export function itemsOfParty(party: Party): Item[] {
  const { id, kind, identifier } = party;
  const keys = [party.name, ...party.formerNames].map(nameKeysOf).filter(({ exact }) => exact !== '');
  const apart = [...new Map(keys.map((one) => [`${one.exact}#${one.core}`, one])).values()];
  const names = apart.flatMap(({ exact, core }) => {
    const mark = exactMark(exact);
    return [
      { pk: exactPk(kind, exact), sk: id },
      { pk: corePk(kind, core), sk: `${coreSk(core)}#${id}#${mark}`, mark },
    ];
  });
  const organisation = kind === 'organisation' && identifier;
  return uniquely([...names, ...(organisation ? [{ pk: identifierPk(identifier.value), sk: id }] : [])]);
}

/** The index items of a pledge: one for each of its parties, and one for the year it was registered in. */
export function itemsOfRecord(record: RegisterRecord): Item[] {
  const sk = `${record.status}#${placeOf(record)}`;
  const own = partiesIn(record).map(({ id, kind }) => ({ pk: pledgesOfPk(kind, id), sk }));
  return uniquely([...own, { pk: pledgedInPk(record.registrationDate.slice(0, 4)), sk }]);
}

/** The parties of a record with the side on which each stands; ids and shown parties lie in the same order. */
export function partiesIn(record: RegisterRecord) {
  const shown = [
    ...record.pledgors.map((party) => ({ kind: party.kind, role: 'pledgor' as const })),
    ...record.pledgees.map((party) => ({ kind: party.kind, role: 'pledgee' as const })),
  ];
  return record.parties.flatMap((id, at) => {
    const party = shown[at];
    return party ? [{ id, ...party }] : [];
  });
}

function uniquely(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [`${item['pk']}|${item['sk']}`, item])).values()];
}
