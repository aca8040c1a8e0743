import type { Filing } from '../../../shared/register/filing.ts';
import type { Notice, NoticeCode } from '../../../shared/register/notice.ts';
import { type Broken, finder } from './broken.ts';
import { filingVersionIn } from './result.ts';
import type { Standing } from './standing.ts';

/** Nobody is told the same thing of one filing twice, nor of what is not so; and whoever must be told is. */
export function noticesAreOnce(standing: Standing): Broken[] {
  const { found, need } = finder('notices');
  const told = new Map<string, number>();
  for (const { party, notice } of standing.notices) {
    const { filing, code, entry = '', principal = '' } = notice;
    // Of corrections a party may be told several times, each by an entry of its own.
    const name = [party, filing, code, principal, code === 'office-corrected' ? entry : ''].join(' ');
    told.set(name, (told.get(name) ?? 0) + 1);
    const about = standing.filings.get(filing)?.value;
    if (about)
      need(
        isSo(standing, about, notice),
        `${party} is told of ${filing} that it is ${code}, which is not so`,
      );
  }
  for (const [name, times] of told) {
    const [party, filing, code = ''] = name.split(' ');
    const about = [...standing.filings.values()].find(({ value }) => value.id === filing)?.value;
    const most = about ? timesAtMost(standing, about, code) : 1;
    need(times <= most, `${party} was told ${times} times of ${filing} that it is ${code}`);
  }
  for (const [id, { value }] of standing.filings) {
    for (const code of dueOf(standing, value)) {
      for (const party of value.parties) {
        const heard = told.has(`${party} ${id} ${code}  `);
        need(heard, `${party} was not told that ${id} is ${code}`);
      }
    }
  }
  return found;
}

function isSo({ entries }: Standing, filing: Filing, { code, entry, number }: Notice): boolean {
  const { registration, status, decisions } = filing;
  switch (code) {
    case 'registered': {
      const own = registration?.entry === entry && registration?.number === number;
      return status === 'registered' && own && entry !== undefined && entries.has(entry);
    }
    case 'withdrawn':
      return status === 'withdrawn';
    case 'refused':
    case 'returned':
      return decisions.some(({ outcome }) => outcome === code);
    default:
      return true;
  }
}

/** How often a party may have been told, by what happened to the filing. */
function timesAtMost({ replies }: Standing, filing: Filing, code: string): number {
  const decided = (wanted: string) => filing.decisions.filter(({ outcome }) => outcome === wanted).length;
  const named = [...replies.values()].filter(
    ({ body }) => filingVersionIn(body)?.filing === filing.id,
  ).length;
  // An edit is held by its version and keeps no reply.
  const edits = filing.version - named;
  const often: Partial<Record<NoticeCode, number>> = {
    ...{ 'consent-asked': 1 + edits, 'consent-voided': edits },
    'correction-requested': decided('correction'),
    'declaration-awaited': decided('correction'),
    refused: decided('refused'),
    returned: decided('returned'),
    ...{ registered: 1, withdrawn: 1, 'office-corrected': 1 },
  };
  // What remains is told by an act on the filing, and each act makes a version.
  return Object.entries(often).find(([name]) => name === code)?.[1] ?? filing.version;
}

/** What every party of the filing must have been told by now. */
function dueOf({ cursors }: Standing, { status, procedure, decisions }: Filing): NoticeCode[] {
  if (status === 'registered' && cursors.has('notices')) return ['registered'];
  // The last word is the machine's or an examiner's; a refusal by the passing of a limit is told as well.
  if (status === 'refused' && decisions.length === 1 && procedure === 'pledge.registration')
    return ['refused'];
  return [];
}
