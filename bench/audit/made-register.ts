import { createHash } from 'node:crypto';
import { encodeBase64url } from '../../shared/kernel/base64url.ts';
import { type DigestText, digestText, sha256Hex } from '../../shared/kernel/digest.ts';
import { type EntryId, type FilingId, newId, type PartyId } from '../../shared/kernel/id.ts';
import { type Instant, instantOf } from '../../shared/kernel/instant.ts';
import { patentCheckDigit, patentNumber } from '../../shared/kernel/patent-number.ts';
import { plainDate, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { type RightId, rightOf } from '../../shared/kernel/right.ts';
import { usccCheck } from '../../shared/kernel/uscc.ts';
import { procedures } from '../../shared/procedures/index.ts';
import { advancedTo } from '../../shared/register/encumbrance.ts';
import type { Entry, Opening } from '../../shared/register/entry.ts';
import { filingDigest } from '../../shared/register/filing.ts';
import {
  bodyBytes,
  importAct,
  importBody,
  importBodyMediaType,
  titlesOf,
} from '../../shared/register/import/body.ts';
import type { Mandate, Party } from '../../shared/register/party.ts';
import { type Effect, nothingKnown } from '../../shared/register/procedure.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import { seal } from '../../shared/register/seal.ts';
import type { Title } from '../../shared/register/title.ts';

/**
 * A register as the registrar would have made it, by the same procedures and with no table under it: each entry with its
 * openings, and what then stands in the register. The same numbers give the same register.
 */
export type MadeRegister = {
  readonly entries: Entry[];
  readonly openings: Map<EntryId, Opening[]>;
  readonly bodies: Map<DigestText, Uint8Array>;
  readonly titles: Map<RightId, { title: Title; act: string; opened?: string }[]>;
  readonly records: Map<string, RegisterRecord>;
  readonly parties: Map<PartyId, Party>;
  readonly mandates: Map<Mandate['id'], Mandate>;
};

const begin = Date.UTC(2026, 0, 5, 1);
const titlesOfImport = 500;
const pledgesOfParty = 50;

/** Pledges of one patent each, with as many imports and enrolments as they need. */
export function makeRegister(pledges: number): MadeRegister {
  const made = new Maker();
  let rights: RightId[] = [];
  let owner: Party | undefined;
  let bank: Party | undefined;
  for (let at = 0; at < pledges; at += 1) {
    if (at % pledgesOfParty === 0) {
      owner = made.enrol(`权利人${at}有限公司`, at % 4 === 0 ? 'person' : 'organisation');
      bank = made.enrol(`第${at}银行`, 'organisation');
    }
    if (rights.length === 0) rights = made.importTitles(Math.min(titlesOfImport, pledges - at)).toReversed();
    const right = rights.pop();
    if (!owner || !bank || !right) throw new Error('a pledge of nothing');
    made.pledge(owner, bank, right);
  }
  return made.register;
}

class Maker {
  readonly register: MadeRegister = {
    ...{ entries: [], openings: new Map(), bodies: new Map(), titles: new Map(), records: new Map() },
    ...{ parties: new Map(), mandates: new Map() },
  };
  #drawn = 0;
  #serial = 0;

  /** Drawn from a counter: the same register every time. */
  readonly random = (bytes: number): Uint8Array => {
    this.#drawn += 1;
    return new Uint8Array(createHash('sha256').update(`drawn ${this.#drawn}`).digest()).slice(0, bytes);
  };

  #now(): number {
    return begin + this.register.entries.length * 50;
  }

  #by(): { id: EntryId; instant: Instant } {
    return { id: newId('ent', this.#now(), this.random(10)), instant: instantOf(this.#now()) };
  }

  importTitles(count: number): RightId[] {
    const { id, instant } = this.#by();
    const rows = Array.from({ length: count }, (_, line) => ({ line: line + 2, ...this.#row() }));
    const { body, bytes, digest } = this.#body(rows);
    this.register.bodies.set(digest, bytes);
    const sealed = seal({ operator: { value: 'operator-1', public: false } }, () => this.random(32));
    const { source, statusBasis, annuityBasis } = body;
    const titles = titlesOf(body, { entry: id, instant });
    for (const title of titles) this.register.titles.set(title.right, [{ title, act: importAct }]);
    this.#take(
      {
        ...{ schema: 'entry-1', id, instant, act: importAct, decidedBy: 'office' },
        public: { source, statusBasis, annuityBasis, created: rows.length, unchanged: 0, rejected: 0 },
        commitments: [...sealed.commitments],
        body: { digest, bytes: bytes.length, mediaType: importBodyMediaType },
        demonstration: true,
      },
      sealed.openings,
    );
    return titles.map((one) => one.right);
  }

  #body(rows: readonly unknown[]) {
    const body = importBody.parse({
      ...{ schema: 'import-1', batch: newId('bat', this.#now(), this.random(10)), source: 'sample' },
      ...{ statusBasis: 'source', annuityBasis: 'source', unchanged: [], rejected: [] },
      ...{ salt: encodeBase64url(this.random(32)), created: rows },
    });
    const bytes = bodyBytes(body);
    return { body, bytes, digest: digestText.parse(`sha256:${sha256Hex(bytes)}`) };
  }

  #row() {
    this.#serial += 1;
    const digits = `20181${String(this.#serial).padStart(7, '0')}`;
    return {
      right: rightOf(patentNumber.parse(`${digits}${patentCheckDigit(digits)}`)),
      particulars: {
        ...{ kind: 'invention', language: 'zh', mainClassification: 'H04L 9/32', compensationDays: 0 },
        ...{
          name: `一种用于测试的装置及其方法${this.#serial}`,
          filingDate: '2018-03-01',
          grantDate: '2020-05-01',
        },
      },
      owners: [{ name: `权利人${this.#serial}有限公司` }],
      facts: {
        status: { value: 'granted', basis: 'source' },
        annuity: { value: 'paid', basis: 'source' },
        invalidation: { started: false, public: true, basis: 'source' },
      },
      source: 'sample',
    };
  }

  enrol(name: string, kind: 'person' | 'organisation'): Party {
    const id = newId('pty', this.#now(), this.random(10));
    const account = `account-${this.register.parties.size}`;
    const domestic = { kind, identifier: this.#identifier(), formerNames: [] };
    const subject = {
      ...(kind === 'person' ? { kind, residence: 'CN' } : domestic),
      ...{ name, address: '测试路1号' },
    };
    const form = {
      subject,
      accounts: [{ subject: account, administrator: true, signer: true }],
      signing: { signatures: 1 },
    };
    this.file('party.enrolment', form, { party: id, account }, [id], []);
    const party = this.register.parties.get(id);
    if (!party) throw new Error(`${name} was not enrolled`);
    return party;
  }

  #identifier(): string {
    const body = `91330000${String(this.register.parties.size).padStart(9, '0')}`;
    return `${body}${usccCheck(body)}`;
  }

  pledge(owner: Party, bank: Party, right: RightId): void {
    const form = {
      pledgors: [{ party: owner.id, address: '测试路1号' }],
      pledgees: [{ party: bank.id, address: '测试路2号' }],
      rights: [right.slice('patent:'.length)],
      mainContract: { name: '借款合同', signedOn: '2026-01-05' },
      pledgeContract: { signedOn: '2026-01-05' },
      claim: {
        ...{
          nature: 'ordinary',
          kind: 'loan',
          performanceFrom: '2026-01-05',
          performanceUntil: '2029-01-05',
        },
        amount: { amount: '5000000.00', currency: 'CNY' },
      },
      scope: ['principal', 'interest'],
      contractItems: {
        ...{ partiesAndAddresses: true, claimKindAndAmount: true, performancePeriod: true },
        ...{ patentsWithNumbersAndDates: true, scopeOfSecurity: true },
      },
      coOwnersAgreedOtherwise: false,
      commitment: true,
    };
    const [first] = owner.accounts;
    this.file(
      'pledge.registration',
      form,
      { party: owner.id, account: first?.subject ?? '' },
      [owner.id, bank.id],
      [right],
    );
  }

  /** One filing as the registrar settles it: consents of all, the effect, the entry and its openings. */
  file(
    procedure: string,
    raw: unknown,
    by: { readonly party: PartyId; readonly account: string },
    consenting: readonly PartyId[],
    rights: readonly RightId[],
  ): void {
    const found = procedures.get(procedure);
    const { id, instant } = this.#by();
    const filing: FilingId = newId('fil', this.#now(), this.random(10));
    const asker = { applicant: by.party, filedBy: by };
    const opened = found?.open(raw, asker);
    if (!opened?.ok) throw new Error(`${procedure}: ${JSON.stringify(opened?.issues)}`);
    const number = found?.number?.(2026, this.register.records.size + 1);
    const titles = rights.flatMap((right) => this.register.titles.get(right)?.at(-1)?.title ?? []);
    const effect = opened.form.effect({
      ...{ instant, today: shanghaiDate(instant), entry: id, filing, asker, number },
      titles: new Map(titles.map((one) => [one.right, one])),
      ...{ parties: this.register.parties, known: nothingKnown },
    });
    const digest = filingDigest({ procedure, form: opened.form.form, documents: [] });
    const consents = consenting.map((party) => ({
      ...{ party, by: { account: `signer of ${party}`, party }, digest, at: instant },
      ...{ until: plainDate.parse('2026-12-31'), partyVersion: 1 },
    }));
    const signatures = consenting.map((party) => ({ party, version: 1, needed: 1, given: 1 }));
    const closed = (value: unknown) => ({ value, public: false });
    const sealed = seal(
      {
        ...(found?.sealsForm && { form: closed(opened.form.form) }),
        ...{ ...effect.sealed, asker: closed(asker), documents: closed([]) },
        consents: closed({ consents, declarations: [], signatures }),
        decision: closed({ by: 'machine', findings: [] }),
      },
      () => this.random(32),
    );
    this.#put(effect, procedure, number);
    this.#take(
      entryOf({ id, instant, filing, procedure, effect, commitments: [...sealed.commitments] }),
      sealed.openings,
    );
  }

  #put(effect: Effect, act: string, number: string | undefined): void {
    for (const title of effect.advances) {
      this.register.titles.get(title.right)?.push({ title, act, ...(number && { opened: number }) });
    }
    if (effect.record) this.register.records.set(effect.record.number, effect.record);
    for (const change of effect.parties ?? []) {
      if (change.kind === 'enrolled' || change.kind === 'changed')
        this.register.parties.set(change.party.id, change.party);
      if (change.kind === 'mandateGiven') this.register.mandates.set(change.mandate.id, change.mandate);
    }
  }

  #take(entry: Entry, openings: readonly Opening[]): void {
    this.register.entries.push(entry);
    this.register.openings.set(entry.id, [...openings]);
  }
}

function entryOf(of: {
  readonly id: EntryId;
  readonly instant: Instant;
  readonly filing: FilingId;
  readonly procedure: string;
  readonly effect: Effect;
  readonly commitments: Entry['commitments'];
}): Entry {
  const { id, instant, filing, procedure, effect, commitments } = of;
  const { record, eventCode } = effect;
  return {
    ...{ schema: 'entry-1', id, instant, act: procedure, filing, decidedBy: 'machine' },
    ...(eventCode && { eventCode }),
    advanced: effect.advances.map(advancedTo),
    ...(record && {
      record: { kind: record.kind, number: record.number, version: record.version, status: record.status },
    }),
    public: effect.gazette,
    commitments,
    demonstration: true,
  };
}
