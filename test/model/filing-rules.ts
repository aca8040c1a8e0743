import { daysBetween, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { FilingStatus } from '../../shared/register/lifecycle.ts';
import { withoutConsent } from './consent-rule.ts';
import type { Rule } from './rule.ts';
import type { View } from './state.ts';

/** A7: where a filing may go from each state; what has ended stays, but for an appeal that is upheld. */
const moves: Readonly<Record<FilingStatus, readonly FilingStatus[]>> = {
  draft: ['examination', 'correctionRequested', 'awaitingDeclaration', 'registered', 'refused', 'withdrawn'],
  examination: ['registered', 'refused', 'correctionRequested', 'withdrawn'],
  correctionRequested: [
    ...(['examination', 'awaitingDeclaration', 'registered', 'refused', 'returned'] as const),
    'withdrawn',
  ],
  awaitingDeclaration: ['examination', 'correctionRequested', 'registered', 'refused', 'withdrawn'],
  registered: [],
  refused: ['examination', 'correctionRequested'],
  returned: ['examination', 'correctionRequested'],
  withdrawn: [],
};

export const lifecycle: Rule = (after, before) => {
  for (const [id, filing] of after.filings) {
    const old = before.filings.get(id);
    if (!old && filing.status !== 'draft') return `${filing.procedure} begins as ${filing.status}`;
    if (!old || old === filing) continue;
    if (filing.version !== old.version + 1)
      return `${filing.procedure}: version ${old.version} to ${filing.version}`;
    if (old.status !== filing.status && !moves[old.status].includes(filing.status))
      return `${filing.procedure}: ${old.status} to ${filing.status}`;
    const ended = old.status === 'registered' || old.status === 'refused' || old.status === 'returned';
    const reopened = (old.appeals ?? []).length > 0;
    const appealed = (filing.appeals ?? []).length > (old.appeals ?? []).length;
    if ((ended && !reopened && !appealed) || old.status === 'withdrawn')
      return `${filing.procedure}: changed after its end`;
  }
  return undefined;
};

/** A1.1, A9.2: nothing is registered without the consent of everybody whose consent it needs, as it stands then. */
export const jointly: Rule = (after, before) => {
  for (const [id, filing] of after.filings) {
    const old = before.filings.get(id);
    const now = filing.status === 'registered' && old?.status !== 'registered';
    const wrong = now && old ? withoutConsent(after, before, filing) : undefined;
    if (wrong) return wrong;
  }
  return undefined;
};

/** P9: whoever's accounts somebody else takes over has ten days to object, from the day on which it was received. */
export const objectionDays: Rule = (after, before) => {
  for (const [id, filing] of after.filings) {
    const began = filing.status === 'registered' && before.filings.get(id)?.status !== 'registered';
    const gone = filing.procedure === 'party.merger' && filing.form['absorbedGone'] === true;
    if (!began || !(gone || filing.procedure === 'party.recovery')) continue;
    if (daysOf(filing, after) <= 10)
      return `${filing.procedure} registered after ${daysOf(filing, after)} days`;
  }
  return undefined;
};

function daysOf({ receivedAt }: Filing, { today }: View): number {
  return receivedAt ? daysBetween(shanghaiDate(receivedAt), today) : 0;
}
