import { setTimeout as pause } from 'node:timers/promises';
import { type Client, isProblem } from '../../shared/contracts/client.ts';
import type { Answer, Sent } from '../../shared/contracts/operations/index.ts';
import { handIn, type Paper, settled } from '../papers/hand-in.ts';
import type { People } from './people.ts';
import { demand, Refused, type Refusing } from './refused.ts';

export type FilingView = Answer<'filings.get'>;
type Form = Sent<'filings.edit'>['body']['form'];

const roundsMax = 200;

/**
 * Brings a filing through to its registration, step by step from wherever it stands: filled in, with its papers,
 * consented to, submitted, accepted by the demo examiner. A step that somebody else took meanwhile is left to them.
 *
 * @throws Refused when the register refuses it
 */
export async function letThrough(
  people: People,
  account: Client,
  id: FilingView['id'],
  form: Form,
  papers: readonly Paper[],
  others: readonly Client[] = [],
): Promise<void> {
  const params = { filingId: id };
  for (let round = 0; round < roundsMax; round += 1) {
    const seen = await account.call('filings.get', { params });
    const filing = demand<FilingView>(seen, 'filings.get');
    const etag = seen.ok ? (seen.etag ?? '') : '';
    if (filing.status === 'registered') return;
    if (filing.status === 'draft') await prepared({ account, others, filing, etag, form, papers });
    else if (filing.status === 'examination') await accepted(people, filing);
    else throw new Refused(`${filing.procedure}: ${filing.status}`);
    if (round > 0) await pause(50);
  }
  throw new Refused(`${id}: it comes to no end`);
}

type Draft = {
  readonly account: Client;
  readonly others: readonly Client[];
  readonly filing: FilingView;
  readonly etag: string;
  readonly form: Form;
  readonly papers: readonly Paper[];
};

/** The next step of a draft: its form, then its papers, then the consents, then its submission. */
async function prepared({ account, others, filing, etag, form, papers }: Draft): Promise<void> {
  const params = { filingId: filing.id };
  if (filing.digest === undefined) {
    const body = { form, documents: papers.map((one) => one.listed) };
    unlessOvertaken(await account.call('filings.edit', { params, body }, { ifMatch: etag }), 'filings.edit');
    return;
  }
  if (!(await handedIn(account, filing, papers))) return;
  if (filing.missingConsents.length > 0) {
    const { digest } = filing;
    for (const one of [account, ...others]) {
      unlessOvertaken(await one.call('filings.consent', { params, body: { digest } }), 'filings.consent');
    }
    return;
  }
  unlessOvertaken(await account.call('filings.submit', { params, body: {} }), 'filings.submit');
}

/** Whether every paper is in order; else hands in what has not come, and waits for the scan. */
async function handedIn(account: Client, filing: FilingView, papers: readonly Paper[]): Promise<boolean> {
  if (papers.length === 0) return true;
  const standing = await settledOrAwaited(account, filing);
  const awaited = standing.filter((one) => one.status === 'awaited').map((one) => one.sha256);
  if (awaited.length === 0) return standing.every((one) => one.status === 'clean');
  try {
    await handIn(
      account,
      filing,
      papers.filter((one) => awaited.includes(one.listed.sha256)),
    );
  } catch (error) {
    // Another start may have been quicker with the same bytes: the next round finds them there.
    if (!(error instanceof Refused)) throw error;
  }
  return false;
}

async function settledOrAwaited(account: Client, filing: FilingView) {
  const listed = await account.call('documents.list', { params: { filingId: filing.id } });
  const { items } = demand<Answer<'documents.list'>>(listed, 'documents.list');
  return items.some((one) => one.status === 'awaited') ? items : await settled(account, filing);
}

async function accepted(people: People, filing: FilingView): Promise<void> {
  const body = { outcome: 'accept' } as const;
  const params = { filingId: filing.id };
  const decided = await people.as('examiner').call('office.filings.decide', { params, body });
  unlessOvertaken(decided, 'office.filings.decide');
}

const overtaken: readonly string[] = ['stale-version', 'wrong-state', 'busy', 'consents-missing'];

/** Another start that does the same thing at once may have been quicker: then the next round finds what it did. */
function unlessOvertaken<Body>(
  result: { readonly ok: true; readonly body: Body } | Refusing,
  what: string,
): void {
  const code = !result.ok && isProblem(result.problem) ? result.problem.code : undefined;
  if (code === undefined || !overtaken.includes(code)) demand(result, what);
}
