import type { Certificate } from '../../shared/certificates/certificate.ts';
import { certificateOf, namesPerson } from '../../shared/certificates/certify.ts';
import { sha256Hex } from '../../shared/kernel/digest.ts';
import type { EntryId } from '../../shared/kernel/id.ts';
import { log as lines } from '../_platform/logger.ts';
import { readEntry } from '../_platform/store/records.ts';
import type { CertificatesDeps } from './deps.ts';
import { type Paper, sealedPaper } from './paper.ts';
import { awaitPlace, firstCheckpoint, proofUnder, statedPlace } from './place.ts';

/** `not-sequenced`: the journal has not published the entry yet. `no-certificate`: its act gives none. */
export type Refusal = 'not-sequenced' | 'no-certificate';

/**
 * What the certificate of an entry is made of. It rests on the journal: there is none before the entry is in a
 * published checkpoint, and it names the first one that it is in, so that it says the same whenever it is made.
 */
export async function paperOf(deps: CertificatesDeps, id: EntryId): Promise<Paper | Refusal> {
  const { store, log, publicOrigin, demonstration } = deps;
  const [found, place] = await Promise.all([readEntry(store, id), awaitPlace(deps, id)]);
  if (!found) return 'no-certificate';
  if (!place) return 'not-sequenced';
  const checkpoint = await firstCheckpoint(store, place);
  const journal = statedPlace(place.index, checkpoint);
  const verificationAddress = `${publicOrigin}/verify/${id}`;
  const { entry, openings } = found;
  const certificate = certificateOf(entry, openings, { verificationAddress, demonstration, journal });
  if (!certificate) return 'no-certificate';
  return { certificate, entry, openings, proof: await proofUnder(log, place.index, checkpoint) };
}

export type Issued = { readonly certificate: Certificate; readonly bytes: Uint8Array };

/**
 * Issues the certificate of one entry as PDF: the bytes first issued, or the first ones now. One that names a natural
 * person is drawn anew each time and kept nowhere: what is kept is locked for decades, and a name that must be
 * forgotten could not be.
 */
export async function issueCertificate(deps: CertificatesDeps, entry: EntryId): Promise<Issued | Refusal> {
  const paper = await paperOf(deps, entry);
  if (typeof paper === 'string') return paper;
  const { certificate } = paper;
  const draw = async () => {
    const seal = await deps.seal();
    return sealedPaper(paper, deps.fonts(), (text) => seal.sign(text));
  };
  if (namesPerson(certificate)) return { certificate, bytes: await draw() };
  const kept = await deps.archive.get(entry);
  if (kept) return issued('CERTIFICATE_REISSUED', certificate, kept);
  const bytes = await draw();
  if (await deps.archive.keep(entry, bytes)) return issued('CERTIFICATE_ISSUED', certificate, bytes);
  // The quicker one's bytes are the same unless it ran another release; the first issued are the ones that count.
  return issued('CERTIFICATE_REISSUED', certificate, (await deps.archive.get(entry)) ?? bytes);
}

/** A re-issue has no mark of its own: the same bytes are the proof that nothing changed. That it was made is logged. */
function issued(
  code: 'CERTIFICATE_ISSUED' | 'CERTIFICATE_REISSUED',
  certificate: Certificate,
  bytes: Uint8Array,
): Issued {
  lines.info(code, { entry: certificate.entry, sha256: sha256Hex(bytes) });
  return { certificate, bytes };
}
