import { schemaFaultTexts } from '../../shared/contracts/issue-texts.ts';
import { newId, type PartyId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { procedureOf, procedures } from '../../shared/procedures/index.ts';
import { authorityFor } from '../../shared/register/authority.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { rightsMax } from '../../shared/register/limits.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import type { Asker } from '../../shared/register/procedure.ts';
import { voidedAt, withVoided } from '../../shared/register/voided.ts';
import { withMandates } from '../_platform/caller.ts';
import { formErrors } from '../_platform/form-errors.ts';
import type { Handlers } from '../_platform/handlers.ts';
import {
  demandFilingPower,
  demandInTime,
  demandOwn,
  demandState,
  toldOnly,
} from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { askedOf } from '../_platform/signing.ts';
import { changeFiling, filingOf, openFiling } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import { type Action, commit } from '../_platform/transaction.ts';
import { demandOneTransaction, demandStorable } from './bounds.ts';
import type { FilingsDeps } from './deps.ts';
import { shownFiling } from './state.ts';

/** 新建草稿: half-filled is welcome; what is filled in must make sense. */
export function openDraft(deps: FilingsDeps): Handlers<'filings'>['filings.open'] {
  return async ({ body, caller, slot, today, nowMs, language }) => {
    const procedure = procedures.get(body.procedure);
    // What an account asks for before it is enrolled is opened by an operation of its own.
    if (!procedure || procedure.byCandidate) {
      const code = 'invalid-value';
      const detail = schemaFaultTexts[code][language];
      throw new Problem('invalid-request', { errors: [{ in: 'body', pointer: '/procedure', code, detail }] });
    }
    const applicant = body.applicant ?? caller.party;
    const acting = await withMandates(deps.store, caller, [applicant]);
    const authority = authorityFor(acting, applicant, 'file', today);
    if (authority.kind !== 'granted') throw new Problem('forbidden');
    const asker = { applicant, filedBy: authority.actor };
    const consenting = demandSensible(procedure, body.form, asker, language);
    demandStorable(body, language);
    const at = instantOf(nowMs);
    const filing: Filing = {
      id: newId('fil', nowMs, deps.ports.random(10)),
      procedure: procedure.id,
      status: 'draft',
      version: 1,
      createdAt: at,
      updatedAt: at,
      ...asker,
      parties: partiesOf(applicant, consenting),
      form: body.form,
      documents: body.documents,
      consents: [],
      voided: [],
      declarations: [],
      decisions: [],
    };
    const others = filing.parties.filter((one) => one !== applicant);
    const actions = [...openFiling(deps.store, filing), ...tell(deps, filing.id, others, 'consent-asked')];
    const shown = await shownFiling(deps.store, filing, today, caller.party);
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, { status: 201, ...shown });
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem('busy');
  };
}

/** 修改: voids every consent given over another digest and tells those who gave it. */
export function editDraft(deps: FilingsDeps): Handlers<'filings'>['filings.edit'] {
  return async ({ body, caller, filingItem, version, today, nowMs, language }) => {
    const found = filingItem && filingOf(filingItem);
    const { filing, acting } = await demandOwn(deps.store, found, caller, today);
    demandFilingPower(acting, filing, today);
    demandState(filing, 'edit');
    demandInTime(filing, today);
    if (filing.version !== version) throw new Problem('stale-version');
    const consenting = demandSensible(procedureOf(filing), body.form, filing, language);
    demandStorable(body, language);
    const { changed, actions } = withContent(deps, filing, body, { consenting, nowMs });
    demandOneTransaction(actions, language);
    const committed = await commit(deps.store.client, deps.ports, actions);
    if (committed.kind === 'failed') throw new Problem('stale-version');
    if (committed.kind === 'busy') throw new Problem('busy');
    return shownFiling(deps.store, changed, today, acting.party);
  };
}

type Content = Pick<Filing, 'form' | 'documents'>;

/** The filing with other content, and the writes of it: who consented to the old is told, and who is new is asked. */
export function withContent(
  deps: FilingsDeps,
  filing: Filing,
  { form, documents }: Content,
  { consenting, nowMs }: { readonly consenting: readonly PartyId[]; readonly nowMs: number },
): { changed: Filing; actions: Action[] } {
  const edited: Filing = {
    ...filing,
    version: filing.version + 1,
    updatedAt: instantOf(nowMs),
    form,
    documents,
    parties: [...partiesOf(filing.applicant, consenting), ...stillTold(filing, form)],
  };
  const { digest } = askedOf(edited);
  const over = filing.consents.filter((one) => one.digest !== digest);
  const fallen = over.map((consent) => ({ consent, reason: 'changed' as const }));
  const changed: Filing = {
    ...withVoided(edited, voidedAt(fallen, edited.updatedAt)),
    // A declaration was made on the form as it was; a changed form needs it again.
    declarations: digest === askedOf(filing).digest ? filing.declarations : [],
  };
  const added = changed.parties.filter((one) => !filing.parties.includes(one));
  const actions = [
    ...changeFiling(deps.store, filing, changed),
    ...tell(deps, filing.id, [...new Set(over.map((one) => one.party))], 'consent-voided'),
    ...tell(deps, filing.id, added, 'consent-asked'),
  ];
  return { changed, actions };
}

/** Parties that were told of the filing, as far as its form still says that they be; others see it no more. */
function stillTold(filing: Filing, form: Filing['form']): PartyId[] {
  const told = toldOnly({ ...filing, form });
  return filing.parties.filter((one) => told.includes(one));
}

/** Everyone the filing concerns, bounded: the applicant first, then the parties of the form. */
function partiesOf(applicant: PartyId, consenting: readonly PartyId[]): PartyId[] {
  return [...new Set([applicant, ...consenting])];
}

/** Refuses what is wrong rather than missing, and answers too many rights by their own problem. */
export function demandSensible(
  procedure: AnyProcedure,
  form: Record<string, unknown>,
  asker: Asker,
  language: Language,
): readonly PartyId[] {
  const rights = form['rights'];
  if (Array.isArray(rights) && rights.length > rightsMax) {
    const pointer = '/form/rights';
    const detail = { zh: `每件申请最多${rightsMax}项权利`, en: `At most ${rightsMax} rights` }[language];
    throw new Problem('too-many-rights', { errors: [{ in: 'body', pointer, code: 'too-big', detail }] });
  }
  const opened = procedure.openDraft(form, asker);
  if (opened.faults.length > 0) {
    throw new Problem('invalid-request', { errors: formErrors(opened.faults, language) });
  }
  return opened.consenting;
}
