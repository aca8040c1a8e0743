import { asksFor, toldOnly } from '../../functions/_platform/own-filing.ts';
import { Problem } from '../../functions/_platform/problem.ts';
import { changeFiling, openFiling } from '../../functions/_platform/store/filings.ts';
import { bindAccount } from '../../functions/_platform/store/parties.ts';
import type { Action } from '../../functions/_platform/transaction.ts';
import { demandSensible, withContent } from '../../functions/filings/draft.ts';
import { digestText } from '../../shared/kernel/digest.ts';
import { newId, type PartyId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { type Acting, authorityFor, principalsIn } from '../../shared/register/authority.ts';
import { type Asked, consentUntil, judgeConsents, powerEnded } from '../../shared/register/consent.ts';
import { type Actor, type Filing, objectionsMax } from '../../shared/register/filing.ts';
import { type FilingAct, mayFollow } from '../../shared/register/lifecycle.ts';
import { signaturesMax } from '../../shared/register/limits.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import { voidedAt, withDeclared, withVoided } from '../../shared/register/voided.ts';
import { askedOf } from './asked.ts';
import { accountOf, actingsOf, signersOf } from './facts.ts';
import type { View } from './state.ts';
import type { Office } from './turn.ts';

/**
 * The steps of a filing that its parties take before it is decided, joined as the handlers of `functions/filings` join
 * them: who may act, in which state, and what is written. What they decide is production's own code.
 */

type Raw = Record<string, unknown>;

/** Which account does it, and, where it acts for several, as which party. */
export type Hand = { readonly account: string; readonly as?: PartyId | undefined };

export function demandActing(view: View, hand: Hand, filing: Filing): Acting {
  const all = actingsOf(view, hand.account, filing.parties).filter(
    (one) =>
      (!one.candidate || asksFor(filing, one)) &&
      principalsIn(one, filing, view.today).length > 0 &&
      (hand.as === undefined || one.party === hand.as),
  );
  const [acting] = all;
  if (!acting) throw new Problem('not-found');
  return acting;
}

export function demandState({ today }: View, filing: Filing, act: FilingAct): void {
  if (!mayFollow(filing.status, act)) throw new Problem('wrong-state');
  const answering = mayFollow(filing.status, 'lapse') && !['withdraw', 'withdrawConsent'].includes(act);
  if (answering && filing.deadline && filing.deadline.date < today) throw new Problem('deadline-passed');
}

export function demandFiling(view: View, acting: Acting, filing: Filing): void {
  const told = toldOnly(filing);
  const granted = principalsIn(acting, filing, view.today).some(
    (one) => !told.includes(one) && authorityFor(acting, one, 'file', view.today).kind === 'granted',
  );
  if (!granted) throw new Problem('forbidden');
}

function draftOf(
  office: Office,
  procedure: string,
  by: Actor,
  applicant: PartyId,
  parties: PartyId[],
): Filing {
  const { ports } = office.deps;
  const at = instantOf(ports.now());
  return {
    ...{ id: newId('fil', ports.now(), ports.random(10)), procedure, status: 'draft', version: 1 },
    ...{ createdAt: at, updatedAt: at, applicant, filedBy: by, parties, form: {}, documents: [] },
    ...{ consents: [], voided: [], declarations: [], decisions: [] },
  };
}

/** 新建草稿. */
export function open(
  office: Office,
  hand: Hand,
  of: { procedure: AnyProcedure; applicant: PartyId; form: Raw; documents: Filing['documents'] },
): Action[] {
  const { view, deps } = office;
  const { procedure, applicant, form, documents } = of;
  const authorities = actingsOf(view, hand.account, [applicant])
    .filter((one) => !one.candidate)
    .map((one) => authorityFor(one, applicant, 'file', view.today));
  const authority = authorities.find((one) => one.kind === 'granted');
  if (authority?.kind !== 'granted') throw new Problem('forbidden');
  const asker = { applicant, filedBy: authority.actor };
  const consenting = demandSensible(procedure, form, asker, 'en');
  const parties = [...new Set([applicant, ...consenting])];
  const filing = { ...draftOf(office, procedure.id, authority.actor, applicant, parties), form, documents };
  return openFiling(deps.store, filing);
}

/** 主体登记的申请: by an account for a party that it does not act for yet, under a stand-in. */
export function openAsCandidate(office: Office, account: string, procedure: string): Action[] {
  const { view, deps } = office;
  const party = newId('pty', deps.ports.now(), deps.ports.random(10));
  const filing = draftOf(office, procedure, { account, party }, party, [party]);
  const known = accountOf(view, account);
  const stands = known.account.parties.filter((one) => {
    const own = one.filing && view.filings.get(one.filing);
    return !one.candidate || (own && mayFollow(own.status, 'withdraw'));
  });
  const candidate = { party, administrator: true, signer: true, candidate: true, filing: filing.id } as const;
  return [bindAccount(deps.store, known, [...stands, candidate]), ...openFiling(deps.store, filing)];
}

/** 修改. */
export function edit(
  { view, deps }: Office,
  hand: Hand,
  filing: Filing,
  content: Pick<Filing, 'form' | 'documents'>,
): Action[] {
  demandFiling(view, demandActing(view, hand, filing), filing);
  demandState(view, filing, 'edit');
  const consenting = demandSensible(procedureOf(filing), content.form, filing, 'en');
  return withContent(deps, filing, content, { consenting, nowMs: deps.ports.now() }).actions;
}

function demandSigner(view: View, hand: Hand, filing: Filing, asked: Asked, named: PartyId) {
  const acting = demandActing(view, hand, filing);
  const candidates = principalsIn(acting, filing, view.today).filter((one) => asked.consenting.includes(one));
  if (!candidates.includes(named)) throw new Problem('forbidden');
  const authority = authorityFor(acting, named, 'consent', view.today, asked.as);
  if (authority.kind !== 'granted') throw new Problem('forbidden');
  const by = authority.actor;
  const signers = { ...filing, consents: [...filing.consents, { party: named, by }] };
  const facts = { ...signersOf(view, asked.consenting, signers), today: view.today };
  if (powerEnded({ party: named, by }, asked, facts)) throw new Problem('forbidden');
  return { by, facts };
}

/** 同意, for the party named, over the form as it stands. */
export function consent({ view, deps }: Office, hand: Hand, filing: Filing, principal: PartyId): Action[] {
  demandState(view, filing, 'consent');
  const asked = askedOf(filing);
  const { by, facts } = demandSigner(view, hand, filing, asked, principal);
  const { digest } = asked;
  const until = consentUntil(view.today, undefined, facts.mandates.get(by.mandate ?? ''));
  if (digest === undefined || !until) throw new Problem('form-incomplete');
  const at = instantOf(deps.ports.now());
  const partyVersion = facts.parties.get(by.party)?.version ?? 0;
  const { standing, fallen } = judgeConsents(filing.consents, asked, facts);
  const byAnother = (one: { party: PartyId; by: Actor }) =>
    one.party !== principal || one.by.account !== by.account;
  const kept = standing.filter(byAnother);
  if (kept.filter((one) => one.party === principal).length >= signaturesMax) throw new Problem('wrong-state');
  const changed: Filing = {
    ...withVoided(filing, voidedAt(fallen, at)),
    ...{ version: filing.version + 1, updatedAt: at },
    consents: [
      ...kept,
      {
        party: principal,
        by,
        digest: digestText.parse(digest),
        at,
        until,
        partyVersion,
      },
    ],
    declarations: withDeclared(filing.declarations.filter(byAnother), []),
  };
  return changeFiling(deps.store, filing, changed);
}

/** 撤回同意. */
export function withdrawConsent(
  { view, deps }: Office,
  hand: Hand,
  filing: Filing,
  principal: PartyId,
): Action[] {
  demandState(view, filing, 'withdrawConsent');
  const { by } = demandSigner(view, hand, filing, askedOf(filing), principal);
  const at = instantOf(deps.ports.now());
  const ended = filing.consents
    .filter((one) => one.party === principal)
    .map((one) => ({ ...one, reason: 'withdrawn' as const, voidedAt: at, withdrawnBy: by }));
  if (ended.length === 0) throw new Problem('wrong-state');
  return changeFiling(deps.store, filing, {
    ...withVoided(filing, ended),
    ...{ version: filing.version + 1, updatedAt: at },
    declarations: filing.declarations.filter((one) => one.party !== principal),
  });
}

/** 撤回. */
export function withdraw({ view, deps }: Office, hand: Hand, filing: Filing): Action[] {
  demandFiling(view, demandActing(view, hand, filing), filing);
  demandState(view, filing, 'withdraw');
  const { deadline: _deadline, ...rest } = filing;
  const updatedAt = instantOf(deps.ports.now());
  const changed = { ...rest, status: 'withdrawn' as const, version: filing.version + 1, updatedAt };
  return changeFiling(deps.store, filing, changed);
}

/** 异议. */
export function objectTo({ view, deps }: Office, hand: Hand, filing: Filing): Action[] {
  const acting = demandActing(view, hand, filing);
  demandState(view, filing, 'object');
  const told = toldOnly(filing);
  const party = principalsIn(acting, filing, view.today).find((one) => told.includes(one));
  if (!party) throw new Problem('forbidden');
  const at = instantOf(deps.ports.now());
  const by = { account: acting.account, party: acting.party };
  const objections = [...(filing.objections ?? []), { party, by, at, text: '不同意' }].slice(-objectionsMax);
  return changeFiling(deps.store, filing, {
    ...{ ...filing, version: filing.version + 1, updatedAt: at, objections },
  });
}
