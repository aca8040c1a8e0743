import { issueCode, issueText } from '../../shared/contracts/issue-texts.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { principalsIn } from '../../shared/register/authority.ts';
import {
  type Asked,
  groundsDeclared,
  judgeConsents,
  type SigningFacts,
} from '../../shared/register/consent.ts';
import { type Filing, representedIn } from '../../shared/register/filing.ts';
import type { Finding } from '../../shared/register/finding.ts';
import type { OpenedDraft } from '../../shared/register/open-form.ts';
import { isSameParty } from '../../shared/register/party.ts';
import { type DocumentIssue, missingIssues, uncleanIssues } from '../_platform/documents-wanted.ts';
import { knownFacts, type Loaded, loadFacts, seenBy } from '../_platform/facts.ts';
import { filedFacts } from '../_platform/filed.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandOwn } from '../_platform/own-filing.ts';
import { askedOf } from '../_platform/signing.ts';
import { filingOf } from '../_platform/store/filings.ts';
import type { Store } from '../_platform/store/store.ts';
import type { FilingsDeps } from './deps.ts';

/** What was found, and what the consents were judged on. */
type Examined = { readonly found: Examination; readonly asked: Asked; readonly facts: SigningFacts };

type Examination = {
  complete: boolean;
  issues: { pointer: string; code: string; detail: string }[];
  documents: { pointer: string; code: string; detail: string }[];
  findings: Finding[];
  publicFactsOnly: string[];
};

/**
 * 预审: what would stop this filing as far as it is filled in. A caller sees what is not public only of titles
 * that it owns or acts for, or whose owner has consented to this very form (nobody can probe a rival's patent).
 */
export function examineFiling(deps: FilingsDeps): Handlers<'filings'>['filings.examine'] {
  return async ({ caller, filingItem, today, language }) => {
    const found = filingItem && filingOf(filingItem);
    const { filing, acting } = await demandOwn(deps.store, found, caller, today);
    const viewers = principalsIn(acting, filing, today);
    const { found: body } = await examination(deps.store, filing, viewers, today, language);
    return { body };
  };
}

/** The examination of a filing in the eyes of these and of whoever consented; `office` sees every title in full. */
export async function examination(
  store: Store,
  filing: Filing,
  asking: readonly PartyId[] | 'office',
  today: PlainDate,
  language: Language,
): Promise<Examined> {
  const draft = procedureOf(filing).openDraft(filing.form, filing);
  const people = [...draft.consenting, ...(asking === 'office' ? [] : asking)];
  const loaded = await loadFacts(store, { ...draft, consenting: people }, filing);
  const asked = askedOf(filing);
  const facts = { ...loaded.signing, today };
  const { standing, missing } = judgeConsents(filing.consents, asked, facts);
  const agreed = asked.consenting.filter((one) => !missing.includes(one));
  const viewers = asking === 'office' ? asking : [...asking, ...agreed];
  const full = new Map([...loaded.versions].map(([right, version]) => [right, version.title]));
  const titles = viewers === 'office' ? full : seenBy(loaded, viewers);
  const findings = draft.examine({
    titles,
    parties: loaded.parties,
    declared: groundsDeclared(filing.declarations, asked, facts),
    represented: representedIn({ ...filing, consents: standing }),
    filed: filedFacts({ ...filing, consents: standing }),
    known: knownFacts(loaded),
    today,
  });
  const seeing = viewers === 'office' ? [] : viewers.flatMap((id) => loaded.parties.get(id) ?? []);
  const unseen = [...full.values()].filter(
    (title) => !title.owners.some((owner) => seeing.some((one) => isSameParty(owner, one))),
  );
  const found = {
    complete: draft.issues.length === 0,
    issues: draft.issues.slice(0, 100).map((issue) => ({
      pointer: issue.pointer,
      code: issueCode(issue),
      detail: issueText(issue)[language],
    })),
    documents: documentIssues(filing, draft, loaded).map(({ pointer, code, text }) => ({
      ...{ pointer, code, detail: text[language] },
    })),
    findings: [...findings],
    publicFactsOnly: viewers === 'office' ? [] : unseen.map((title) => title.right),
  };
  return { found, asked, facts };
}

/** Documents that are still missing or not in order, as far as the form is filled in. */
function documentIssues(filing: Filing, draft: OpenedDraft, loaded: Loaded): DocumentIssue[] {
  const required = draft.documents({ represented: representedIn(filing), parties: loaded.parties });
  return [
    ...missingIssues(required, filing.documents, loaded.parties),
    ...uncleanIssues(filing.documents, loaded.documents),
  ];
}
