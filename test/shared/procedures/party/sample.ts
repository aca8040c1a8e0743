import { uscc } from '../../../../shared/kernel/uscc.ts';
import { procedures } from '../../../../shared/procedures/index.ts';
import type { Finding } from '../../../../shared/register/finding.ts';
import type { AnyProcedure, OpenForm } from '../../../../shared/register/open-form.ts';
import { type Mandate, mandate, type Party, type PartyAccount } from '../../../../shared/register/party.ts';
import {
  type Asker,
  type Effect,
  type EffectContext,
  type ExaminationFacts,
  type FiledFacts,
  type KnownFacts,
  nothingKnown,
} from '../../../../shared/register/procedure.ts';
import { day, entryNo, filingNo, moment, organisation, partyNo } from '../../register/sample.ts';

/** Who acts before the register, one filing about that, and what each test changes about it. */

export const today = day('2026-11-23');
export const instant = moment('2026-11-23T02:00:00.000Z');
export const entry = entryNo(9);

/** An account that may do all, unless the test says otherwise. */
export const account = (subject: string, more: Partial<PartyAccount> = {}): PartyAccount => ({
  ...{ subject, administrator: true, signer: true },
  ...more,
});

/** Somebody that has everything a party can have, so that what a change must keep can be lost. */
export const self = organisation(1, '演示申请有限公司', {
  ...{ version: 4, entry: entryNo(3), address: '演示市科技路1号', institution: 'other' },
  ...{ identifier: { scheme: 'uscc', value: uscc.parse('91110108551385082Q') } },
  ...{ formerNames: ['演示旧名有限公司'], accounts: [account('self-1')], signing: { signatures: 1 } },
});
export const other = organisation(2, '演示相对有限公司', {
  ...{ version: 7, entry: entryNo(4), address: '演示市金融街2号', institution: 'bank' },
  ...{ identifier: { scheme: 'uscc', value: uscc.parse('91110000600037341L') } },
  ...{ formerNames: ['演示前身有限公司'], accounts: [account('other-1'), account('other-2')] },
});
export const person = organisation(3, '张三', { kind: 'person', version: 2 });
export const third = organisation(4, '演示第三有限公司');

export const merged = (one: Party): Party => ({ ...one, status: 'merged', mergedInto: third.id });

export const bySelf: Asker = {
  applicant: self.id,
  filedBy: { account: 'self-1', party: self.id },
};
/** An account that acts for nobody yet, under the stand-in of its own. */
export const byCandidate: Asker = {
  applicant: partyNo(11),
  filedBy: { account: 'new-1', party: partyNo(11) },
};

/** A mandate that runs; the number makes its id. */
export function mandateNo(count: number, more: Partial<Mandate> = {}): Mandate {
  return mandate.parse({
    ...{ id: `mdt_0${String(count).padStart(25, '0')}`, principal: self.id, agent: other.id },
    ...{ acts: ['file', 'consent'], from: '2026-01-01', entry: entryNo(5) },
    ...more,
  });
}

export const knowing = (more: Partial<KnownFacts>): KnownFacts => ({ ...nothingKnown, ...more });
export const accountsActing = (acting: Readonly<Record<string, readonly Party['id'][]>>): KnownFacts =>
  knowing({ accounts: new Map(Object.entries(acting)) });
export const mapOf = (...all: readonly Party[]): ReadonlyMap<Party['id'], Party> =>
  new Map(all.map((one) => [one.id, one]));

export type RawForm = Readonly<Record<string, unknown>>;
type Facts = Omit<ExaminationFacts<unknown>, 'form' | 'filed'> & { readonly filed: Partial<FiledFacts> };

/** One procedure with a form that nothing stands against, and what comes of changes to it. */
export function desk(id: string, raw: RawForm, who: Asker = bySelf) {
  const procedure = procedureOf(id);
  const open = (more: RawForm = {}, asker: Asker = who): OpenForm => {
    const opened = procedure.open({ ...raw, ...more }, asker);
    if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
    return opened.form;
  };
  const findings = (more: RawForm = {}, facts: Partial<Facts> = {}): readonly Finding[] =>
    filledIn(open(more).examine(factsOf(facts, who)));
  return {
    procedure,
    open,
    findings,
    /** Ground, severity and place of each finding. */
    verdicts: (more: RawForm = {}, facts: Partial<Facts> = {}): string[] =>
      findings(more, facts).map(inShort),
    /** Where and why the form is refused. */
    complaints: (more: RawForm = {}): string[] => complaintsOf(procedure.open({ ...raw, ...more }, who)),
    /** The same for a form from which one field is left out. */
    without: (name: string): string[] => {
      const { [name]: _left, ...rest } = raw;
      return complaintsOf(procedure.open(rest, who));
    },
    /** What stands against a draft with these fields alone. */
    draft: (fields: RawForm = {}, facts: Partial<Facts> = {}): string[] =>
      filledIn(procedure.openDraft(fields, who).examine(factsOf(facts, who))).map(inShort),
    opened: (fields: RawForm = {}) => procedure.openDraft(fields, who),
    effect: (more: RawForm = {}, context: Partial<EffectContext> = {}): Effect =>
      open(more).effect(contextOf(context, who)),
  };
}

function procedureOf(id: string): AnyProcedure {
  const found = procedures.get(id);
  if (!found) throw new Error(`the register has no ${id}`);
  return found;
}

function factsOf({ filed, ...more }: Partial<Facts>, who: Asker): Omit<ExaminationFacts<unknown>, 'form'> {
  return {
    ...{ titles: new Map(), parties: mapOf(self, other, person, third), declared: [], represented: [] },
    ...{ known: nothingKnown, today },
    ...more,
    filed: { ...who, documents: [], consents: [], objections: [], receivedOn: undefined, ...filed },
  };
}

function contextOf(more: Partial<EffectContext>, asker: Asker): EffectContext {
  return {
    ...{ instant, today, entry, filing: filingNo(9), asker, number: undefined, titles: new Map() },
    ...{ parties: mapOf(self, other, person, third), known: nothingKnown },
    ...more,
  };
}

/** No text that anybody reads shows a blank where a name or a day should stand. */
function filledIn(findings: readonly Finding[]): readonly Finding[] {
  for (const { ground, text } of findings) {
    if (/\{\w*\}|undefined/.test(text.zh + text.en)) throw new Error(`${ground}: ${text.zh} ${text.en}`);
  }
  return findings;
}

const inShort = ({ ground, severity, pointer }: Finding) =>
  `${ground} ${severity}${pointer === undefined ? '' : ` ${pointer}`}`;

function complaintsOf(opened: ReturnType<AnyProcedure['open']>): string[] {
  if (opened.ok) return [];
  return opened.issues.map(
    ({ pointer, code, message }) => `${pointer} ${code === 'custom' ? message : code}`,
  );
}
