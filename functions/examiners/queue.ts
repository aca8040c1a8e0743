import { type QueueLine, shownClaim } from '../../shared/contracts/views/office-view.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { type Claim, standingClaim } from '../../shared/register/claim.ts';
import { type Filing, standingProposal } from '../../shared/register/filing.ts';
import type { FilingStatus } from '../../shared/register/lifecycle.ts';
import { isAbsent } from '../../shared/register/staff.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Call, Handlers } from '../_platform/handlers.ts';
import { type DeadlineCursor, readByDeadline } from '../_platform/store/filings.ts';
import type { Page } from '../_platform/store/page.ts';
import { readStaff } from '../_platform/store/staff.ts';
import type { Store } from '../_platform/store/store.ts';
import type { ExaminersDeps } from './deps.ts';

type Asked = Call<'office.filings.list'>['query'];
type Whose = ReadonlyMap<string, Claim | undefined>;

const ulid = '[0-9a-hjkmnp-tv-z]{26}';
const lookedAt = 50;
const roundsMax = 10;

/** 审查队列: nearest deadline first; by finding and by whose it is, where asked. */
export function listQueue(deps: ExaminersDeps): Handlers<'examiners'>['office.filings.list'] {
  return async ({ query, staff, today }) => {
    const { status, ground, claimed } = query;
    const mine = claimed === 'mine' ? ` ${staff.account}` : '';
    const list = `queue ${status} ${ground ?? ''} ${claimed ?? ''}${mine}`;
    const { limit, after } = pageAsked(query, list, {
      due: new RegExp(`^\\d{4}-\\d{2}-\\d{2}#fil_${ulid}$`),
      pk: new RegExp(`^FILING#fil_${ulid}$`),
    });
    const from = after && { due: after['due'] ?? '', pk: after['pk'] ?? '' };
    const wanted = { status, limit, keeps: filterOf(query, staff.account) };
    const page = await readQueue(deps.store, wanted, from, today);
    return { body: pageAnswered(page.items, page.last, list) };
  };
}

type Wanted = {
  readonly status: FilingStatus;
  readonly limit: number;
  /** Undefined where every filing of the state is wanted. */
  readonly keeps: ((filing: Filing, claim: Claim | undefined) => boolean) | undefined;
};

function filterOf({ ground, claimed }: Asked, account: string): Wanted['keeps'] {
  if (ground === undefined && claimed === undefined) return undefined;
  return (filing, claim) => {
    const found = ground === undefined || filing.examined?.some((one) => one.ground === ground) === true;
    switch (claimed) {
      case undefined:
        return found;
      case 'mine':
        return found && claim?.account === account;
      case 'nobody':
        return found && claim === undefined;
      case 'anyone':
        return found && claim !== undefined;
    }
  };
}

/**
 * The lines wanted, in the order of the index. What is not wanted is read over, so far: a queue of very many others
 * may give a shorter page with a cursor, never a page that ends too early.
 */
async function readQueue(
  store: Store,
  wanted: Wanted,
  after: DeadlineCursor | undefined,
  today: PlainDate,
): Promise<Page<QueueLine, DeadlineCursor>> {
  const { limit, keeps } = wanted;
  const found: Filing[] = [];
  let whose: Whose = new Map();
  let from = after;
  for (let round = 0; round < roundsMax; round += 1) {
    const page = await readByDeadline(store, wanted.status, keeps ? lookedAt : limit, { after: from });
    const claims = await claimsOf(store, page.items, today);
    whose = new Map([...whose, ...claims]);
    found.push(...page.items.filter((one) => !keeps || keeps(one, claims.get(one.id))));
    from = page.last;
    if (!keeps || found.length > limit || from === undefined) break;
  }
  const shown = found.slice(0, limit);
  const end = shown.at(-1);
  const items = shown.map((one) => lineOf(one, whose.get(one.id)));
  return { items, last: found.length > limit && end ? placeOf(end) : from };
}

function placeOf(filing: Filing): DeadlineCursor {
  return { due: `${filing.deadline?.date}#${filing.id}`, pk: `FILING#${filing.id}` };
}

/** The claims that stand today; absences are read once for all of them. */
async function claimsOf(store: Store, filings: readonly Filing[], today: PlainDate): Promise<Whose> {
  const standing = filings.map(({ id, claim }) => ({ id, claim: standingClaim(claim, today) }));
  const accounts = [...new Set(standing.flatMap(({ claim }) => claim?.account ?? []))];
  const members = await readStaff(store, accounts);
  const isThere = (account: string) => {
    const member = members.get(account);
    return !member || !isAbsent(member.facts, today);
  };
  return new Map(standing.map(({ id, claim }) => [id, claim && isThere(claim.account) ? claim : undefined]));
}

function lineOf(filing: Filing, claim: Claim | undefined): QueueLine {
  const { id, procedure, status, updatedAt, deadline, examined } = filing;
  return {
    ...{ id, procedure, status, updatedAt, findings: examined ?? [] },
    ...(deadline && { deadline }),
    ...(claim && { claim: shownClaim(claim) }),
    proposed: standingProposal(filing) !== undefined,
  };
}
