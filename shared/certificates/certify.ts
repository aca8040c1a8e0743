import * as z from 'zod';
import { digestOf, opensTo } from '../kernel/digest.ts';
import { formatPatentNumber } from '../kernel/patent-number.ts';
import { rightOf } from '../kernel/right.ts';
import { type Gazette, gazette } from '../procedures/pledge/registration/gazette.ts';
import { pledgeRegistration } from '../procedures/pledge/registration/procedure.ts';
import type { Entry, Opening } from '../register/entry.ts';
import type { PublicParty } from '../register/record.ts';
import type { Certificate, CertifiedParty, CertifiedPatent, JournalPlace } from './certificate.ts';
import { certificateTitle } from './texts.ts';

export type CertificateContext = {
  /** Where anyone can verify the entry, for as long as the register stands. */
  readonly verificationAddress: string;
  /** Whether the environment issues nothing but demonstrations; the entry's own mark counts as well. */
  readonly demonstration: boolean;
  readonly journal: JournalPlace;
};

/**
 * 专利权质押登记通知书 (A5.3) of the entry that registered a pledge; undefined for entries of other acts.
 *
 * It rests on the entry and its place in the journal alone and knows no clock, so that a re-issue (补发, A6.9) says
 * the same. Names of natural persons come from openings that open the entry's own commitments; without one the person
 * is certified unnamed.
 */
export function certificateOf(
  entry: Entry,
  publicOpenings: readonly Opening[],
  context: CertificateContext,
): Certificate | undefined {
  if (entry.act !== pledgeRegistration.id) return undefined;
  const items = gazette.parse(entry.public);
  const certified = (party: PublicParty) => certifiedParty(party, entry, publicOpenings);
  return {
    schema: 'certificate-2',
    title: certificateTitle,
    registrationNumber: items.registrationNumber,
    registrationDate: items.registrationDate,
    pledgors: items.pledgors.map(certified),
    pledgees: items.pledgees.map(certified),
    patents: items.patents.map((patent) => certifiedPatent(patent, entry)),
    entry: entry.id,
    instant: entry.instant,
    entryDigest: digestOf(entry),
    journal: context.journal,
    verificationAddress: context.verificationAddress,
    demonstration: entry.demonstration || context.demonstration,
  };
}

/** Whether the certificate names a natural person, whose name may have to be forgotten one day. */
export function namesPerson(certificate: Certificate): boolean {
  return [...certificate.pledgors, ...certificate.pledgees].some((one) => one.kind === 'person');
}

const openedName = z.object({ name: z.string() });

function certifiedParty(party: PublicParty, entry: Entry, openings: readonly Opening[]): CertifiedParty {
  if (party.kind === 'organisation') return party;
  const sealed = entry.commitments.find((one) => one.name === party.commitment);
  const opened = openings.find((one) => one.public && one.name === party.commitment);
  // A name that the entry did not commit to is nobody's to certify.
  const genuine = sealed && opened && opensTo(sealed.digest, opened.salt, opened.value);
  const value = genuine ? openedName.safeParse(opened.value) : undefined;
  return { kind: 'person', ...(value?.success && { name: value.data.name }) };
}

function certifiedPatent(patent: Gazette['patents'][number], entry: Entry): CertifiedPatent {
  const right = rightOf(patent.patentNumber);
  const advanced = entry.advanced?.find((one) => one.right === right);
  // A registration advances every title it pledges; anything else is a bug.
  if (!advanced) throw new Error(`${entry.id} does not advance ${right}`);
  return {
    ...patent,
    printedNumber: formatPatentNumber(patent.patentNumber),
    titleVersion: advanced.version,
  };
}
