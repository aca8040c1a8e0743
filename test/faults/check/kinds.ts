import * as z from 'zod';
import type { Item } from '../../../functions/_platform/dynamodb.ts';
import { correctionOf } from '../../../functions/_platform/store/corrections.ts';
import { documentStateOf } from '../../../functions/_platform/store/documents.ts';
import { filingOf } from '../../../functions/_platform/store/filings.ts';
import { recordVersionOf } from '../../../functions/_platform/store/record-versions.ts';
import { entryOf, openingsOf } from '../../../functions/_platform/store/records.ts';
import { titleVersionOf } from '../../../functions/_platform/store/titles.ts';
import { entryId, filingId, partyId } from '../../../shared/kernel/id.ts';
import { instant } from '../../../shared/kernel/instant.ts';
import { rightId } from '../../../shared/kernel/right.ts';
import { decidedLine } from '../../../shared/register/clock.ts';
import { notice } from '../../../shared/register/notice.ts';
import { mandate, party } from '../../../shared/register/party.ts';
import type { TableName } from '../../../shared/tables.ts';
import type { Standing } from './standing.ts';

/** One kind of item: how its key looks, and what is read of it. A key that looks so and holds something else throws. */
type Kind = {
  readonly pk: RegExp;
  readonly sk: RegExp;
  readonly take?: (into: Standing, item: Item) => void;
};

const id = '[0-7][0-9a-z]{25}';
const at = '\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z';
const hex = '[0-9a-f]{64}';
const like = (pattern: string) => new RegExp(`^${pattern}$`);
const after = (item: Item, name: 'pk' | 'sk', sign = '#') =>
  String(item[name]).slice(String(item[name]).indexOf(sign) + 1);

const kept = z.object({
  requestDigest: z.string(),
  status: z.int(),
  body: z.string(),
  etag: z.string().optional(),
});
const anObject = z.record(z.string(), z.unknown());
const checkpoint = z.object({ size: z.int(), instant, note: z.string() });

/** Every kind of item there is, as `docs/access-patterns.md` lists them. */
const kinds: Readonly<Record<TableName, readonly Kind[]>> = {
  register: [
    {
      ...{ pk: like('TITLE#patent:[0-9X]+'), sk: like('VERSION#(current|\\d{10})') },
      take: (into, item) => {
        const value = titleVersionOf(item);
        const right = rightId.parse(after(item, 'pk'));
        demandSame(value.title.right, right);
        const line = `VERSION#${String(value.title.version).padStart(10, '0')}`;
        if (item['sk'] !== 'VERSION#current') demandSame(item['sk'], line);
        demandSame(item['version'], value.title.version);
        into.titles.set(right, [...(into.titles.get(right) ?? []), { value, item }]);
      },
    },
    {
      ...{ pk: like('RECORD#Y\\d{13}'), sk: like('(RECORD|VERSION#\\d{10})') },
      take: (into, item) => {
        const value = recordVersionOf(item);
        const number = after(item, 'pk');
        demandSame(value.record.number, number);
        demandSame(item['version'], value.record.version);
        into.records.set(number, [...(into.records.get(number) ?? []), { value, item }]);
      },
    },
    {
      ...{ pk: like(`ENTRY#ent_${id}`), sk: like('ENTRY') },
      take: (into, item) => {
        const value = entryOf(item);
        demandSame(value.id, after(item, 'pk'));
        into.entries.set(value.id, value);
      },
    },
    {
      ...{ pk: like(`ENTRY#ent_${id}`), sk: like('OPENINGS#(public|private)') },
      take: (into, item) => {
        const of = entryId.parse(after(item, 'pk'));
        const own = openingsOf(item);
        for (const one of own) demandSame(item['sk'], `OPENINGS#${one.public ? 'public' : 'private'}`);
        into.openings.set(of, [...(into.openings.get(of) ?? []), ...own]);
      },
    },
    {
      ...{ pk: like('PENDING#[0-7]'), sk: like(`${at}#ent_${id}`) },
      take: (into, item) => into.pending.push(entryId.parse(item['pending'])),
    },
    { pk: like('IMPORT#state'), sk: like('IMPORT#state') },
  ],
  filings: [
    {
      ...{ pk: like(`FILING#fil_${id}`), sk: like('FILING') },
      take: (into, item) => {
        const value = filingOf(item);
        demandSame(value.id, after(item, 'pk'));
        demandSame(item['version'], value.version);
        into.filings.set(value.id, { value, item });
      },
    },
    { pk: like(`FILING#fil_${id}`), sk: like('ASKED') },
    {
      ...{ pk: like(`FILING#fil_${id}`), sk: like(`DOCUMENT#${hex}\\.[a-z]+`) },
      take: (into, item) => {
        const value = documentStateOf(item);
        if (!value) return;
        demandSame(value.filing, after(item, 'pk'));
        demandSame(item['version'], value.version);
        into.documents.push({ value, item });
      },
    },
    { pk: like(`FILING#fil_${id}`), sk: like(`ACCESS#${at}#[0-9a-f]{16}`) },
    { pk: like(`FILING#fil_${id}`), sk: like(`(CHECK#chk|APPEAL#apl)_${id}`) },
    {
      ...{ pk: like(`PARTY#pty_${id}`), sk: like(`FILING#fil_${id}`) },
      take: (into, item) => {
        const [of, filing] = [partyId.parse(after(item, 'pk')), filingId.parse(after(item, 'sk'))];
        demandSame(item['link'], filing);
        into.links.push({ party: of, filing });
      },
    },
    {
      ...{ pk: like(`PARTY#pty_${id}`), sk: like(`NOTICE#ntc_${id}`) },
      take: (into, item) => {
        const value = notice.parse(item['notice']);
        demandSame(value.id, after(item, 'sk'));
        into.notices.push({ party: partyId.parse(after(item, 'pk')), notice: value });
      },
    },
    { pk: like(`PARTY#pty_${id}`), sk: like(`PREFERENCES#${hex}`) },
    { pk: like('STAFF#.+'), sk: like('STAFF') },
    { pk: like(`REVIEW#rev_${id}`), sk: like('REVIEW') },
    {
      ...{ pk: like(`CORRECTION#cor_${id}`), sk: like('CORRECTION') },
      take: (into, item) => into.corrections.push(correctionOf(item)),
    },
    {
      ...{ pk: like('CLOCK#[a-z.]+#\\d{4}-\\d{2}'), sk: like(`RECEIVED#fil_${id}`) },
      take: (into, item) => into.received.push(filingId.parse(after(item, 'sk'))),
    },
    {
      ...{ pk: like('CLOCK#[a-z.]+#\\d{4}-\\d{2}'), sk: like(`DECIDED#fil_${id}#\\d+`) },
      take: (into, item) => into.decided.push(decidedLine.parse(item['decided'])),
    },
    { pk: like('DELIVERY#.+'), sk: like(`(DELIVERY|LINE#ntc_${id}|WAKE#${at})`) },
    { pk: like(`UNSUBSCRIBE#${hex}`), sk: like('UNSUBSCRIBE') },
    {
      ...{ pk: like(`REPLY#${hex}`), sk: like('REPLY') },
      take: (into, item) => {
        const { body: text, ...reply } = kept.parse(item['reply']);
        const body = anObject.parse(JSON.parse(text));
        into.replies.set(String(item['pk']), { ...reply, text, body });
      },
    },
    { pk: like(`REPLY#${hex}`), sk: like('CLAIM') },
  ],
  parties: [
    {
      ...{ pk: like(`PARTY#pty_${id}`), sk: like('PARTY') },
      take: (into, item) => {
        const value = party.parse(item['party']);
        demandSame(value.id, after(item, 'pk'));
        demandSame(item['version'], value.version);
        into.parties.set(value.id, { value, item });
      },
    },
    {
      ...{ pk: like(`PARTY#pty_${id}`), sk: like(`MANDATE#pty_${id}#mdt_${id}`) },
      take: (_into, item) => void mandate.parse(item['mandate']),
    },
    { pk: like(`PARTY#pty_${id}`), sk: like(`GIVEN#mdt_${id}`) },
    { pk: like('ACCOUNT#.+'), sk: like('ACCOUNT') },
    { pk: like('IDENTIFIER#(uscc|foreign)#.+'), sk: like('IDENTIFIER') },
    { pk: like('CLIENT#.+'), sk: like(`(CLIENT|FLEET|ENDED#${at})`) },
  ],
  search: [
    { pk: like(`PARTY#pty_${id}`), sk: like('PARTY') },
    { pk: like('RECORD#Y\\d{13}'), sk: like('RECORD') },
    { pk: like('(EXACT|CORE|PLEDGES)#(organisation|person)#.+'), sk: /./ },
    { pk: like('IDENTIFIER#.+'), sk: like(`pty_${id}`) },
    { pk: like('PLEDGED#\\d{4}'), sk: /^[a-z]+#\d{4}-\d{2}-\d{2}#Y\d{13}$/ },
  ],
  journal: [
    { pk: like('HEAD'), sk: like('HEAD') },
    {
      ...{ pk: like(`ENTRY#ent_${id}`), sk: like('INDEX') },
      take: (into, item) => {
        into.indices.set(entryId.parse(after(item, 'pk')), z.int().min(0).parse(item['index']));
      },
    },
    {
      ...{ pk: like('CHECKPOINTS'), sk: like(at) },
      take: (into, item) => {
        const value = checkpoint.parse(item['checkpoint']);
        demandSame(value.instant, item['sk']);
        into.checkpoints.push(value);
      },
    },
    {
      ...{ pk: like('SIZES'), sk: like('\\d{16}') },
      take: (into, item) => {
        into.sizes.push({ size: Number(item['sk']), instant: instant.parse(item['instant']) });
      },
    },
    {
      ...{ pk: like('PROJECTION#[a-z]+'), sk: like('CURSOR') },
      take: (into, item) => {
        into.cursors.set(after(item, 'pk'), z.int().min(0).parse(item['next']));
      },
    },
    { pk: like('PROJECTION#[a-z]+'), sk: like('(REBUILD|ASIDE#\\d{16})') },
  ],
};

/** The kind of an item; undefined for one of no kind that the register knows. */
export function kindOf(table: TableName, item: Item): Kind | undefined {
  const [pk, sk] = [String(item['pk']), String(item['sk'])];
  return kinds[table].find((one) => one.pk.test(pk) && one.sk.test(sk));
}

function demandSame(one: unknown, other: unknown): void {
  if (one !== other) throw new Error(`${String(one)} where ${String(other)} belongs`);
}
