import { describe, expect, it } from 'vitest';
import { digestOf, SALT_BYTES } from '../../../../../shared/kernel/digest.ts';
import { mandateId } from '../../../../../shared/kernel/id.ts';
import { effect } from '../../../../../shared/procedures/pledge/registration/effect.ts';
import { form } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { documentBytesMax, documentsMax, mediaTypes } from '../../../../../shared/register/document.ts';
import { findingsMax } from '../../../../../shared/register/examine.ts';
import { type Consent, type Filing, filing, voidedKept } from '../../../../../shared/register/filing.ts';
import { rightsMax } from '../../../../../shared/register/limits.ts';
import { seal } from '../../../../../shared/register/seal.ts';
import {
  day,
  entryNo,
  filingNo,
  moment,
  organisation,
  partyNo,
  patentNo,
  titleOf,
} from '../../../register/sample.ts';
import { contextOf, findingsOn, fullForm, partiesOf, titlesOf } from './sample.ts';

/** DynamoDB's limit for an item; its own encoding of a map is no longer than JSON's. */
const itemBytesMax = 409_600;

/** Four bytes a character: the longest that a text of so many characters can be. */
const long = (chars: number) => '𠮷'.repeat(chars);
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

const at = moment('2026-11-23T02:00:00.000Z');
const parties = Array.from({ length: 40 }, (_, count) => organisation(count + 1, long(149)));
const rights = Array.from({ length: rightsMax }, (_, count) => patentNo(count));
const detailed = parties.map(({ id }) => ({
  party: id,
  address: long(300),
  telephone: long(40),
  contact: long(100),
}));
const clause = long(1000);
const largest = form.parse(
  fullForm({
    pledgors: detailed.slice(0, 20),
    pledgees: detailed.slice(20),
    rights,
    debtor: { name: long(300), identifier: { scheme: 'foreign', value: long(64) } },
    mainContract: { name: long(200), number: long(100), signedOn: '2026-11-02' },
    pledgeContract: { number: long(100), signedOn: '2026-11-02' },
    clauses: {
      annualFees: clause,
      transferAndLicence: clause,
      invalidation: clause,
      technicalData: clause,
      sameDayApplications: clause,
    },
  }),
);
// The longest findings: of each patent, fifty co-owners with the longest names are missing.
const owners = Array.from({ length: 49 }, (_, count) => ({ name: `${count}${long(298)}` }));
const joined = { name: parties[0]?.name ?? '' };
const titles = rights.map((one) => titleOf(one, { name: long(249), owners: [joined, ...owners] }));
const findings = findingsOn({
  form: { ...largest, pledgors: largest.pledgors.slice(0, 1) },
  titles: titlesOf(...titles),
  parties: partiesOf(...parties),
});
const documents = Array.from({ length: documentsMax }, (_, index) => ({
  ...{ kind: 'powerOfAttorney' as const, name: long(200), type: mediaTypes.docx },
  ...{ sha256: String(index).padStart(64, 'a'), bytes: documentBytesMax },
  parties: parties.map((one) => one.id),
}));
const mandateNo = mandateId.parse(`mdt_${'0'.repeat(26)}`);
// Two agents sign for each party, each under a mandate.
const consents = [...parties, ...parties].map(
  ({ id }): Consent => ({
    party: id,
    by: { account: 'x'.repeat(128), party: id, mandate: mandateNo },
    ...{ digest: digestOf(1), at, until: day('2027-02-21'), partyVersion: 99_999 },
  }),
);
const voided = Array.from({ length: voidedKept }, (_, index) => consents[index % consents.length]).flatMap(
  (one) => (one ? [{ ...one, reason: 'withdrawn' as const, voidedAt: at, withdrawnBy: one.by }] : []),
);
const signatures = parties.map(({ id }) => ({ party: id, version: 99_999, given: 2, needed: 2 }));
const declarations = consents.flatMap(({ party, by }) =>
  ['A4.g10', 'A4.g11'].map((ground) => ({ party, by, ground, at })),
);
const decision = {
  outcome: 'refused' as const,
  by: 'examiner' as const,
  account: 'x'.repeat(128),
  at,
  findings: [...findings],
  reason: long(2000),
};

describe('the largest filing', () => {
  it('is told forty findings', () => {
    expect(findings).toHaveLength(findingsMax);
  });

  it('fits an item, with its voided consents and the findings of its last decision', () => {
    const made: Filing = filing.parse({
      id: filingNo(1),
      procedure: 'pledge.registration',
      status: 'registered',
      version: 99_999,
      createdAt: at,
      updatedAt: at,
      applicant: partyNo(99),
      filedBy: consents[0]?.by,
      parties: [partyNo(99), ...parties.map(({ id }) => id)],
      form: largest,
      documents,
      consents,
      voided,
      declarations,
      receivedAt: at,
      deadline: { date: '2026-12-01', estimated: true },
      decisions: [
        ...Array.from({ length: 19 }, () => ({ ...decision, findings: [], reason: 'x' })),
        decision,
      ],
      registration: { number: 'Y2026980000009', entry: entryNo(1), instant: at },
    });
    expect(bytesOf(made)).toBeLessThan(itemBytesMax);
    expect(bytesOf(made)).toBeGreaterThan(itemBytesMax / 2);
  });

  it('its private openings fit one item, and so does its record', () => {
    const made = effect(largest, contextOf(titles, parties));
    const own = (value: unknown) => ({ value, public: false });
    const values = {
      ...made.sealed,
      consents: own({ consents, declarations, signatures }),
      documents: own(documents),
      decision: own(decision),
    };
    const { openings } = seal(values, () => new Uint8Array(SALT_BYTES));
    expect(bytesOf(openings)).toBeLessThan(itemBytesMax);
    expect(bytesOf(made.record)).toBeLessThan(itemBytesMax / 2);
  });
});
