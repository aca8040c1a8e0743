import { parseRight } from '../../../shared/kernel/right.ts';
import { gazette } from '../../../shared/procedures/pledge/registration/gazette.ts';
import { pledgeRegistration } from '../../../shared/procedures/pledge/registration/procedure.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { type Broken, finder } from './broken.ts';
import type { Standing } from './standing.ts';

/** WIPO ST.27 with the national code: a pledge is recorded on an active right (J4.1). */
const pledgeEvent = 'A-4-4-S10-S20-SEC-PE01';

const waiting = ['examination', 'correctionRequested', 'awaitingDeclaration'];

/** The invariants of A7: one running pledge a patent, instants that rise, and each transition with what makes it public. */
export function statesHold(standing: Standing): Broken[] {
  const { found, need } = finder('states');
  for (const [right, lines] of standing.titles) {
    let before = '';
    for (const { value } of lines) {
      const { title } = value;
      need(title.instant > before, `the instants of ${right} do not rise at version ${title.version}`);
      before = title.instant;
      const pledges = title.holds.filter(({ kind }) => kind === 'pledge').length;
      need(pledges <= 1, `version ${title.version} of ${right} carries ${pledges} pledges`);
    }
  }
  for (const [right, numbers] of livePledges(standing)) {
    need(numbers.length <= 1, `${right} is pledged by ${numbers.join(' and ')}`);
  }
  for (const entry of standing.entries.values()) {
    if (entry.act === pledgeRegistration.id)
      need(isPublic(entry), `${entry.id} is not announced as what it is`);
  }
  for (const [id, { value }] of standing.filings) {
    const { status, deadline, decisions, registration } = value;
    need(waiting.includes(status) === (deadline !== undefined), `${id} is ${status}, deadline or not`);
    const last = decisions.at(-1)?.outcome;
    if (status === 'registered') need(last === 'accepted', `${id} is registered and was ${last}`);
    if (status === 'refused') need(last === 'refused', `${id} is refused and was ${last}`);
    const accepted = decisions.filter(({ outcome }) => outcome === 'accepted').length;
    need(accepted === (registration ? 1 : 0), `${id} was accepted ${accepted} times`);
  }
  return found;
}

function livePledges({ records }: Standing): Map<string, string[]> {
  const live = new Map<string, string[]>();
  for (const [number, lines] of records) {
    const record = lines.at(-1)?.value.record;
    for (const { right } of record?.status === 'registered' ? record.rights : []) {
      live.set(right, [...(live.get(right) ?? []), number]);
    }
  }
  return live;
}

/** Event code and gazette, of the very titles and number that the entry is about (A6.4). */
function isPublic({ eventCode, public: said, record, advanced = [] }: Entry): boolean {
  const items = gazette.safeParse(said).data;
  if (!items || eventCode !== pledgeEvent || record?.status !== 'registered') return false;
  const patents = advanced.map(({ right }) => parseRight(right)?.number);
  const announced = items.patents.map(({ patentNumber }) => patentNumber);
  const same = patents.length === announced.length && patents.every((one, at) => one === announced[at]);
  return same && patents.length > 0 && items.registrationNumber === record.number;
}
