import { Problem } from '../../functions/_platform/problem.ts';
import { changeCorrection, openCorrection } from '../../functions/_platform/store/corrections.ts';
import { firstVersionItem, type titleKey } from '../../functions/_platform/store/titles.ts';
import { type Action, absent, put } from '../../functions/_platform/transaction.ts';
import { barCommitment } from '../../functions/registrar/bar.ts';
import { makeCorrection } from '../../functions/registrar/corrections/make.ts';
import { differencesOf, type Subject } from '../../functions/registrar/corrections/subject.ts';
import { entryActions, readFile } from '../../functions/registrar/imports/make.ts';
import { bodyOf, planOn } from '../../functions/registrar/imports/plan.ts';
import { beginImport } from '../../functions/registrar/imports/state.ts';
import { digestText, sha256Hex } from '../../shared/kernel/digest.ts';
import { newId, type PartyId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { addYears } from '../../shared/kernel/plain-date.ts';
import { addWorkingDays } from '../../shared/kernel/working-days.ts';
import { bodyBytes, importAct, titlesOf } from '../../shared/register/import/body.ts';
import {
  correctedRecord,
  type OfficeCorrection,
  type RegisterChange,
  shownChange,
} from '../../shared/register/office-correction.ts';
import { examiners } from './decision-steps.ts';
import type { Office } from './turn.ts';

/** The acts of the office itself, joined as their handlers join them. */

/** 导入专利: the file is read and compared by production's code; what it creates comes in one transaction here. */
export function importFile({ view, deps }: Office, csv: string): Action[] {
  const asked = { source: 'model', statusBasis: 'source', annuityBasis: 'source', csv } as const;
  const file = readFile({ body: asked, today: view.today, language: 'en' });
  const held = new Map([...view.titles].map(([right, made]) => [right, made.title]));
  const plan = planOn(deps, file, held);
  if (plan.created.length === 0) return [];
  const body = bodyOf(deps, file, plan);
  const bytes = bodyBytes(body);
  const digest = digestText.parse(`sha256:${sha256Hex(bytes)}`);
  const made = {
    ...{ entry: newId('ent', deps.ports.now(), deps.ports.random(10)), instant: instantOf(deps.ports.now()) },
    body: { digest, bytes: bytes.length },
  };
  const staff = { account: 'operator-1', roles: [] };
  const kept = put('body', 'register', { pk: `BODY#${digest}`, sk: 'BODY', bytes }, absent);
  const unfinished = { batch: plan.batch, entry: made.entry, instant: made.instant, digest };
  return [
    beginImport(deps.store, { version: view.imports }, unfinished),
    ...entryActions(deps, { staff, body: asked }, plan, made),
    ...titlesOf(body, made).map((title) =>
      put(title.right, deps.store.tables.register, firstVersionItem({ title, act: importAct }), absent),
    ),
    kept,
  ];
}

function subjectOf({ view }: Office, change: RegisterChange): Subject {
  if (change.target === 'record') {
    const before = view.records.get(change.number);
    if (!before) throw new Problem('not-found');
    if (before.record.version !== change.version) throw new Problem('stale-version');
    const after = correctedRecord(before.record, change);
    if (!after) throw new Problem('invalid-request');
    return { target: 'record', change, before, after, concerned: [] };
  }
  const before = view.titles.get(change.right);
  if (!before) throw new Problem('not-found');
  if (before.title.version !== change.version) throw new Problem('stale-version');
  return { target: 'title', change, before, concerned: [] };
}

/** 更正, proposed by the first examiner on the title or record as it stands. */
export function proposeCorrection(office: Office, change: RegisterChange): Action[] {
  const { deps, view } = office;
  const { ports } = deps;
  const proposed: OfficeCorrection = {
    ...{ id: newId('cor', ports.now(), ports.random(10)), version: 1, status: 'proposed', change },
    ...{ reason: '登记有误', concerned: [], account: examiners[0], proposedAt: instantOf(ports.now()) },
    differences: differencesOf(subjectOf(office, change), 'en').map((one) => shownChange.parse(one)),
    deadline: addWorkingDays(view.today, 20),
  };
  return [openCorrection(deps.store, proposed)];
}

/** 更正, confirmed or sent back by the second. */
export function endCorrection(office: Office, proposed: OfficeCorrection, confirms: boolean): Action[] {
  const { deps } = office;
  if (proposed.status !== 'proposed') throw new Problem('wrong-state');
  const end = { account: examiners[1], at: instantOf(deps.ports.now()) };
  const next = { ...proposed, version: proposed.version + 1 };
  if (!confirms) {
    return [
      changeCorrection(deps.store, { ...next, status: 'sentBack', end: { ...end, reason: '不应更正' } }),
    ];
  }
  const made = makeCorrection(deps, proposed, subjectOf(office, proposed.change), end);
  const ended: OfficeCorrection = { ...next, status: 'made', end: { ...end, entry: made.entry } };
  return [changeCorrection(deps.store, ended), ...made.actions];
}

/** 列入失信主体, as a spot check that found a commitment false does it. */
export function bar({ view, deps }: Office, id: PartyId): Action[] {
  const before = view.parties.get(id);
  if (!before) throw new Problem('not-found');
  return barCommitment(deps, before, addYears(view.today, 3), { reason: '承诺不实' }).actions;
}

/** A court's hold, which no act of this register puts yet: it stands on a title from the beginning. */
export function preserve({ view, deps }: Office, right: Parameters<typeof titleKey>[0]): Action[] {
  const found = view.titles.get(right);
  if (!found) throw new Problem('not-found');
  const { entry, instant: since } = found.title;
  const held = { kind: 'preservation' as const, holders: [], since, entry, public: false };
  const item = firstVersionItem({ ...found, title: { ...found.title, holds: [held] } });
  return [put('hold', deps.store.tables.register, item)];
}
