import { encodeBase64 } from '../journal/base64.ts';
import type { Verifier } from '../journal/note.ts';
import type { Place } from '../journal/receipt.ts';
import {
  attachmentIn,
  changedSegments,
  checkSignature,
  type Opened,
  openSeal,
  type SealFault,
  stretchOf,
} from '../journal/sealed.ts';
import { differences } from '../kernel/json-diff.ts';
import type { Entry, Opening } from '../register/entry.ts';
import { type AttachmentName, pledgeCertificateKind } from './attachments.ts';
import { type Certificate, certificate, type JournalPlace } from './certificate.ts';
import { type CertificateContext, certificateOf } from './certify.ts';
import { certificateFacts, presentNote } from './facts.ts';
import { faultOf } from './fault-texts.ts';
import { type Fault, outcomeOf, unchecked, type Verification, verificationOf } from './verification.ts';
import { type Evident, type Given, isWrittenAs, jsonOf, textOf, verifyEntry } from './verify-entry.ts';

/**
 * 专利权质押登记通知书 checked offline: the seal is the office's, every byte is as it was sealed, the attached entry
 * stands in the journal under a signed checkpoint, its openings open it, and the certificate says what follows from
 * them. The checks go on after a fault as far as they can, so that one changed page does not hide that the entry
 * itself is proven.
 */
export async function verifyCertificate(
  file: Uint8Array,
  verifiers: readonly Verifier[],
): Promise<Verification> {
  const opened = openSeal(file);
  if ('fault' in opened) {
    const rest = (['bytes', 'leaf', 'inclusion', 'checkpoint', 'openings', 'facts'] as const).map(unchecked);
    return verificationOf(
      pledgeCertificateKind,
      [outcomeOf('seal', [shownFault(opened)]), ...rest],
      undefined,
    );
  }
  const given = (name: AttachmentName) => attachmentGiven(file, opened, name);
  const evidence = { leaf: given('leaf'), openings: given('openings'), proof: given('proof') };
  const evident = await verifyEntry(evidence, verifiers, opened.seal.origin);
  const facts = readFacts(given('facts'), evident);
  return verificationOf(
    pledgeCertificateKind,
    [
      outcomeOf('seal', await sealFaults(opened, verifiers)),
      outcomeOf('bytes', (await changedSegments(file, opened)).map(shownFault)),
      ...evident.outcomes,
      evident.entry && evident.place ? outcomeOf('facts', facts.faults) : unchecked('facts'),
    ],
    facts.certificate && {
      facts: certificateFacts(facts.certificate),
      notes: [presentNote],
      demonstration: facts.certificate.demonstration,
    },
  );
}

function shownFault({ fault, where, segment }: SealFault): Fault {
  return faultOf(fault, { part: segment ?? 'seal', where });
}

async function sealFaults(opened: Opened, verifiers: readonly Verifier[]): Promise<Fault[]> {
  const found = await checkSignature(opened, verifiers);
  const wrongKind = opened.seal.kind !== pledgeCertificateKind;
  return [
    ...(found ? [shownFault(found)] : []),
    ...(wrongKind ? [faultOf('seal-kind', { part: 'seal', where: opened.where })] : []),
  ];
}

function attachmentGiven(file: Uint8Array, opened: Opened, name: AttachmentName): Given {
  const segment = opened.seal.segments.find((one) => one.name === name);
  return {
    bytes: attachmentIn(file, opened, name),
    where: segment ? stretchOf(segment, opened) : opened.where,
  };
}

/** The place as a certificate states it. */
export function journalPlaceOf({ origin, index, size, root }: Place): JournalPlace {
  return { origin, index, size, root: encodeBase64(root) };
}

/** What the certificate says, against what follows from leaf, openings and proof. */
function readFacts(
  { bytes, where }: Given,
  { entry, openings, place }: Evident,
): { certificate?: Certificate; faults: Fault[] } {
  const at = { part: 'facts', ...(where && { where }) };
  if (!bytes) return { faults: [faultOf('attachment-missing', at)] };
  const read = certificate.safeParse(jsonOf(bytes));
  if (!read.success || !isWrittenAs(read.data, textOf(bytes)))
    return { faults: [faultOf('facts-unreadable', at)] };
  if (!entry || !place) return { faults: [] };
  // An environment may issue nothing but demonstrations, and under its own address; all else follows from the entry.
  const { verificationAddress, demonstration } = read.data;
  const journal = journalPlaceOf(place);
  const follows = certificateFollowing(entry, openings, { verificationAddress, demonstration, journal });
  if (!follows) return { faults: [faultOf('other-act', { part: 'leaf' }, { act: entry.act })] };
  const [different] = differences(read.data, follows);
  return different
    ? { faults: [faultOf('facts-differ', at, { pointer: different.pointer })] }
    : { certificate: read.data, faults: [] };
}

/** The certificate that follows from a proven entry; undefined where its act gives none, or its leaf is no gazette. */
export function certificateFollowing(
  entry: Entry,
  openings: readonly Opening[],
  context: CertificateContext,
): Certificate | undefined {
  try {
    return certificateOf(entry, openings, context);
  } catch {
    return undefined;
  }
}
