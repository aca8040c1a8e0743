import { canonicalJson, sha256Hex } from '../kernel/digest.ts';
import { barFacts, barredParty, sealedBar } from '../procedures/party/bar.ts';
import { advancedTo } from '../register/encumbrance.ts';
import type { Entry } from '../register/entry.ts';
import { importAct, importBodyMediaType, readBody, titlesOf } from '../register/import/body.ts';
import {
  correctedRecord,
  correctedTitle,
  correctionAct,
  publicDifferences,
  type RecordChange,
  recordDifferences,
  sealedGrounds,
  type TitleChange,
} from '../register/office-correction.ts';
import type { GivenParties } from './filed.ts';
import type { Outcome } from './made.ts';
import { sequenceFault } from './made.ts';
import { partiesNamedIn } from './named.ts';
import type { Opened } from './openings.ts';
import { type Rebuilt, recordNow, titleNow } from './rebuilt.ts';

/** The titles that an import created, from the body whose digest its entry carries. */
export function madeByImport(register: Rebuilt, entry: Entry, bytes: Uint8Array | undefined): Outcome {
  const { body } = entry;
  if (!body || body.mediaType !== importBodyMediaType) return { fault: { code: 'body', field: '/body' } };
  if (!bytes) return { forgotten: true };
  if (bytes.length !== body.bytes || `sha256:${sha256Hex(bytes)}` !== body.digest)
    return { fault: { code: 'body' } };
  const read = readBody(bytes);
  const titles = titlesOf(read, { entry: entry.id, instant: entry.instant });
  const twice = titles.find(({ right }) => register.titles.has(right));
  if (twice) return { fault: { code: 'version', subject: twice.right } };
  const { source, statusBasis, annuityBasis, created, unchanged, rejected } = read;
  const told = {
    ...{ source, statusBasis, annuityBasis, created: created.length },
    ...{ unchanged: unchanged.length, rejected: rejected.length },
  };
  return {
    made: { titles: titles.map((title) => ({ title, act: importAct })), says: { public: told }, sealed: {} },
  };
}

/** 更正: the change is sealed whole, and what it makes of the title or record is the register's own code. */
export function madeByCorrection(register: Rebuilt, entry: Entry, opened: Opened): Outcome {
  const grounds = sealedGrounds.safeParse(opened.values.get('grounds'));
  if (!grounds.success) {
    return opened.forgotten.includes('grounds')
      ? { forgotten: true }
      : { fault: { code: 'form', field: 'grounds' } };
  }
  const { change } = grounds.data;
  return change.target === 'title'
    ? correctionOfTitle(register, entry, change)
    : correctionOfRecord(register, entry, change);
}

function correctionOfTitle(register: Rebuilt, entry: Entry, change: TitleChange): Outcome {
  const { right } = change;
  const before = titleNow(register, right);
  if (!before) return { waits: { code: 'version', subject: right } };
  const after = correctedTitle(before, change, { instant: entry.instant, entry: entry.id });
  const fault = sequenceFault(before, { version: change.version + 1, instant: entry.instant }, right);
  if (fault) return { fault };
  const sealed = change.owners && { 'owners.before': before.owners, 'owners.after': after.owners };
  return {
    made: {
      titles: [{ title: after, act: correctionAct }],
      says: {
        advanced: [advancedTo(after)],
        public: { ...entry.public, titleVersion: after.version, changes: publicDifferences(before, after) },
      },
      sealed: sealed ?? {},
    },
  };
}

function correctionOfRecord(register: Rebuilt, entry: Entry, change: RecordChange): Outcome {
  const before = recordNow(register, change.number);
  const after = before && correctedRecord(before.record, change);
  if (!before) return { waits: { code: 'version', subject: change.number } };
  if (!after || before.record.version !== change.version)
    return { fault: { code: 'version', subject: change.number } };
  const { kind, number, version, status } = after;
  const changes = recordDifferences(before.record, after);
  const { id, instant } = entry;
  const stood = before.madeBy?.instant ?? before.record.registeredAt;
  if (instant <= stood) return { fault: { code: 'instant', subject: number } };
  return {
    made: {
      record: { record: after, madeBy: { entry: id, instant } },
      says: {
        record: { kind, number, version, status },
        public: { ...entry.public, registrationNumber: number, changes },
      },
      sealed: {},
    },
  };
}

/** 列入失信主体: the party's next version, with the day until which it is barred. */
export function madeByBar(register: Rebuilt, entry: Entry, opened: Opened, given: GivenParties): Outcome {
  const bar = sealedBar.safeParse(opened.values.get('bar'));
  if (!bar.success) {
    return opened.forgotten.includes('bar') ? { forgotten: true } : { fault: { code: 'form', field: 'bar' } };
  }
  const [id] = partiesNamedIn(entry.public);
  const before = id && (register.parties.get(id)?.now ?? given.get(id));
  if (!before) return { waits: { code: 'effect', field: '/public/party' } };
  const party = barredParty(before, bar.data.until, { instant: entry.instant, entry: entry.id });
  const facts = barFacts(party, bar.data.until);
  if (canonicalJson(facts) !== canonicalJson(entry.public))
    return { waits: { code: 'effect', field: '/public' } };
  return { made: { parties: [party], says: { public: facts }, sealed: {} } };
}
