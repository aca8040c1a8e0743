import { schemaFaultTexts } from '../../shared/contracts/issue-texts.ts';
import { withValueAt } from '../../shared/kernel/json-diff.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { type CorrectionRequest, repliesBytesMax } from '../../shared/register/correction-request.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { Call, Handlers } from '../_platform/handlers.ts';
import { demandFilingPower, demandInTime, demandOwn, demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { filingOf } from '../_platform/store/filings.ts';
import { commit } from '../_platform/transaction.ts';
import { demandOneTransaction, demandStorable } from './bounds.ts';
import type { FilingsDeps } from './deps.ts';
import { demandSensible, withContent } from './draft.ts';
import { shownFiling } from './state.ts';

type Answers = Call<'filings.answer'>['body']['answers'];

/**
 * 答复补正: item by item, where the examiner pointed. A value changes the form as an edit does, with the same care for
 * consents; a reply is kept for the examiner and changes nothing that was consented to.
 */
export function answerCorrection(deps: FilingsDeps): Handlers<'filings'>['filings.answer'] {
  return async ({ body, caller, filingItem, version, today, nowMs, language }) => {
    const found = filingItem && filingOf(filingItem);
    const { filing, acting } = await demandOwn(deps.store, found, caller, today);
    demandFilingPower(acting, filing, today);
    const { correction } = filing;
    if (!correction || filing.status !== 'correctionRequested') throw new Problem('wrong-state');
    demandState(filing, 'edit');
    demandInTime(filing, today);
    if (filing.version !== version) throw new Problem('stale-version');
    const form = filledIn(filing.form, correction, body.answers, language);
    const consenting = demandSensible(procedureOf(filing), form, filing, language);
    const content = { form, documents: filing.documents };
    demandStorable(content, language);
    const answered: Filing = { ...filing, correction: repliedTo(correction, body.answers, language) };
    const { changed, actions } = withContent(deps, answered, content, { consenting, nowMs });
    demandOneTransaction(actions, language);
    const committed = await commit(deps.store.client, deps.ports, actions);
    if (committed.kind === 'failed') throw new Problem('stale-version');
    if (committed.kind === 'busy') throw new Problem('busy');
    return shownFiling(deps.store, changed, today, acting.party);
  };
}

/** The form with the values put where the items point. The documents are edited, not answered. */
function filledIn(
  form: Filing['form'],
  { items }: CorrectionRequest,
  answers: Answers,
  language: Language,
): Filing['form'] {
  return answers.reduce<Filing['form']>((filled, answer, place) => {
    const item = items[answer.item];
    if (!item) throw faultAt(`/answers/${place}/item`, 'invalid-value', language);
    if (!('value' in answer)) return filled;
    const next = /^\/(?!documents(\/|$))/.test(item.pointer)
      ? withValueAt(filled, item.pointer, answer.value)
      : undefined;
    if (!isForm(next)) throw faultAt(`/answers/${place}/value`, 'invalid-value', language);
    return next;
  }, form);
}

function repliedTo(correction: CorrectionRequest, answers: Answers, language: Language): CorrectionRequest {
  const replies = new Map(answers.flatMap((one) => ('reply' in one ? [[one.item, one.reply] as const] : [])));
  const items = correction.items.map((item, place) => {
    const reply = replies.get(place) ?? item.reply;
    return reply === undefined ? item : { ...item, reply };
  });
  const written = items.flatMap(({ reply }) => reply ?? []);
  if (Buffer.byteLength(JSON.stringify(written)) > repliesBytesMax) {
    throw faultAt('/answers', 'too-big', language);
  }
  return { ...correction, items };
}

function isForm(value: unknown): value is Filing['form'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultAt(pointer: string, code: 'invalid-value' | 'too-big', language: Language): Problem {
  const detail = schemaFaultTexts[code][language];
  return new Problem('invalid-request', { errors: [{ in: 'body', pointer, code, detail }] });
}
