import { createHash } from 'node:crypto';
import { daysBetween, type PlainDate, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { unanswered } from '../../shared/register/correction-request.ts';
import { type Filing, standingProposal } from '../../shared/register/filing.ts';
import { mayFollow } from '../../shared/register/lifecycle.ts';
import type { Mandate } from '../../shared/register/party.ts';
import { askedOf } from './asked.ts';
import { accountOf, codes, names } from './cast.ts';
import { type State, type View, viewOf } from './state.ts';
import { partyOf } from './variants.ts';

/**
 * The situation that a state is: everything on which what may happen next depends, and nothing else. Ids are replaced by
 * who or what they name, days by how far they lie from today, and what is only history (versions, instants, entries,
 * consents that ended, filings that are over) is left out: a rule looks at that in every state that is reached, before
 * it is compared. Two states that differ only in which bank is which are one situation.
 */
export function situationOf(state: State, withAppeals: boolean): string {
  const view = viewOf(state);
  const parts = partsOf(view, withAppeals);
  const one = digestOf(parts, namesIn(view, ['north', 'south']));
  const other = digestOf(parts, namesIn(view, ['south', 'north']));
  return [one, other].sort().join();
}

const known = /pty_[0-7]\w{25}|北方银行股份有限公司|南方银行股份有限公司|north-1|south-1|9133\w{14}/g;

function digestOf(parts: readonly string[], called: ReadonlyMap<string, string>): string {
  const named = parts.map((part) => part.replaceAll(known, (text) => called.get(text) ?? text)).sort();
  return createHash('sha1').update(named.join('\n')).digest('base64');
}

function namesIn(view: View, banks: readonly ['north' | 'south', 'north' | 'south']): Map<string, string> {
  const called = new Map<string, string>();
  for (const [at, bank] of banks.entries()) {
    called
      .set(names[bank], `name ${at}`)
      .set(accountOf[bank], `account ${at}`)
      .set(codes[bank], `code ${at}`);
  }
  for (const { applicant, procedure, status } of view.filings.values()) {
    if (mayFollow(status, 'withdraw')) called.set(applicant, `candidate ${procedure}`);
  }
  const people = [
    ['owner', 'owner'],
    ['newcomer', 'newcomer'],
    [banks[0], 'bank 0'],
    [banks[1], 'bank 1'],
  ] as const;
  for (const [who, name] of people) {
    const id = partyOf(view, who);
    if (id) called.set(id, name);
  }
  return called;
}

function partsOf(view: View, withAppeals: boolean): string[] {
  const parts: unknown[] = [];
  for (const { title } of view.titles.values()) {
    const { right, facts, owners, particulars } = title;
    const holds = title.holds.map(({ kind, holders, public: shown }) => ({ kind, holders, shown }));
    parts.push({ right, facts, owners, particulars, holds });
  }
  for (const { record } of view.records.values()) {
    const { status, rights, pledgors, pledgees, parties } = record;
    parts.push({ status, rights: rights.map((one) => one.right), pledgors, pledgees, parties });
  }
  for (const one of view.parties.values()) {
    const {
      id,
      status,
      mergedInto,
      name,
      formerNames,
      accounts,
      signing,
      commitmentBarredUntil: until,
    } = one;
    const barred = until && daysBetween(view.today, until);
    parts.push({ id, status, mergedInto, name, formerNames, accounts, signing, barred });
  }
  for (const one of view.mandates.values()) {
    if (one.revokedAt === undefined) parts.push({ mandate: mandateAs(one, view.today) });
  }
  for (const one of view.filings.values()) {
    if (mayFollow(one.status, 'withdraw') || (withAppeals && mayBeReopened(one)))
      parts.push(filingAs(view, one));
  }
  for (const { status, change } of view.corrections.values()) {
    if (status !== 'proposed') continue;
    const { version, ...rest } = change;
    const now =
      change.target === 'title'
        ? view.titles.get(change.right)?.title.version
        : view.records.get(change.number)?.record.version;
    parts.push({ ...rest, ...('number' in rest && { number: '' }), current: version === now });
  }
  return parts.map((part) => JSON.stringify(part));
}

const mayBeReopened = ({ status, appeals = [] }: Filing) =>
  (status === 'refused' || status === 'returned') && appeals.length === 0;

function mandateAs(
  { principal, agent, acts, from, until, revokedAt, bothSides, succession }: Mandate,
  today: PlainDate,
) {
  const ends = until && daysBetween(today, until);
  return {
    principal,
    agent,
    acts,
    begun: from <= today,
    ends,
    ended: revokedAt !== undefined,
    bothSides,
    succession,
  };
}

function filingAs(view: View, filing: Filing) {
  const { today } = view;
  const { procedure, status, applicant, filedBy, parties, documents, deadline, receivedAt, correction } =
    filing;
  const { digest } = askedOf(filing);
  const by = ({ account, party, mandate }: Filing['filedBy']) => {
    const under = mandate && view.mandates.get(mandate);
    return [account, party, under && mandateAs(under, today)];
  };
  const told = filing.decisions.at(-1)?.findings.map((one) => `${one.ground} ${one.right}`);
  return {
    ...{ procedure, status, applicant, parties, documents, filedBy: by(filedBy), form: formAs(view, filing) },
    consents: filing.consents
      .map((one) =>
        JSON.stringify([one.party, by(one.by), one.digest === digest, daysBetween(today, one.until)]),
      )
      .sort(),
    declarations: filing.declarations
      .map((one) => JSON.stringify([one.party, by(one.by), one.ground]))
      .sort(),
    objections: filing.objections?.map((one) => [one.party, daysBetween(today, shanghaiDate(one.at))]),
    received: receivedAt && daysBetween(today, shanghaiDate(receivedAt)),
    deadline: deadline && daysBetween(today, deadline.date),
    asked: correction && unanswered(filing, correction),
    proposed: standingProposal(filing)?.outcome,
    told: status === 'awaitingDeclaration' ? told : undefined,
    appeals: filing.appeals?.length,
  };
}

/** The form, whose version of a party is either that of now or not, whose first day either here or not. */
function formAs(view: View, { form, applicant }: Filing): unknown {
  const { version, from, mandate, ...rest } = form;
  const found = typeof mandate === 'string' ? view.mandates.get(mandate) : undefined;
  return {
    ...rest,
    ...(version !== undefined && { current: version === view.parties.get(applicant)?.version }),
    ...(typeof from === 'string' && { begun: from <= view.today }),
    ...(mandate !== undefined && { mandate: found && mandateAs(found, view.today) }),
  };
}
