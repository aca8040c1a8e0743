import * as z from 'zod';
import { opensTo } from '../kernel/digest.ts';
import { partyId } from '../kernel/id.ts';
import { type PartySignatures, partySignatures } from './consent.ts';
import { type DocumentReference, documentList } from './document.ts';
import type { Entry, Opening } from './entry.ts';
import { actor, type Consent, consent, declaration, filingDigest } from './filing.ts';
import type { AnyProcedure } from './open-form.ts';

/** One consent as it was given: by whom, under which mandate and party version, and whether over exactly this. */
export type ReplayedConsent = Consent & { readonly overThis: boolean };

export type Replay =
  | {
      readonly ok: true;
      /** The form as it was consented to and examined. */
      readonly form: Readonly<Record<string, unknown>>;
      readonly documents: DocumentReference[];
      readonly digest: string;
      readonly consents: readonly ReplayedConsent[];
      /** What each party needed when it was registered, and how many different accounts had agreed to this very form. */
      readonly signatures: readonly PartySignatures[];
      /** Whether every party had agreed, by as many signers as bound it. */
      readonly joint: boolean;
    }
  /** `names`: the sealed values that the openings do not open, or that the form lacks. */
  | { readonly ok: false; readonly fault: 'notOpened' | 'notThisEntry' | 'noForm'; readonly names: string[] };

/** What the registrar seals of the agreement of the parties, beside each consent the rule by which it was enough. */
export const sealedConsents = z.strictObject({
  consents: z.array(consent),
  declarations: z.array(declaration),
  signatures: z.array(partySignatures),
});

/** For whom it was asked and by which account: the effect of some procedures follows from it, and no form says it. */
export const sealedAsker = z.strictObject({ applicant: partyId, filedBy: actor });

/**
 * Rebuilds from an entry and its openings what was registered, and answers for each consent whether it was given over
 * exactly that. It trusts no opening: each must open the digest that the entry has carried since.
 */
export function replay(entry: Entry, openings: readonly Opening[], procedure: AnyProcedure): Replay {
  const named = new Map(openings.map((one) => [one.name, one]));
  const closed = entry.commitments.filter((one) => !named.has(one.name));
  if (closed.length > 0) return { ok: false, fault: 'notOpened', names: closed.map((one) => one.name) };
  const others = entry.commitments.filter(({ name, digest }) => {
    const opened = named.get(name);
    return !opened || !opensTo(digest, opened.salt, opened.value);
  });
  if (others.length > 0) return { ok: false, fault: 'notThisEntry', names: others.map((one) => one.name) };
  // Only what the entry commits to is looked at: an opening beside it could say anything.
  const values = new Map(entry.commitments.map(({ name }) => [name, named.get(name)?.value]));
  return replayOpened(entry, values, procedure);
}

/** The same from values that are known to open every commitment of the entry. */
export function replayOpened(
  entry: Entry,
  values: ReadonlyMap<string, unknown>,
  procedure: AnyProcedure,
): Replay {
  const form = procedure.restore(entry.public, values);
  const documents = documentList.safeParse(values.get('documents'));
  const agreed = sealedConsents.safeParse(values.get('consents'));
  if (!form || !documents.success || !agreed.success) {
    const missing = [!form && 'form', !documents.success && 'documents', !agreed.success && 'consents'];
    return { ok: false, fault: 'noForm', names: missing.filter((one) => one !== false) };
  }
  return weighed(filingDigest({ procedure: entry.act, form, documents: documents.data }), {
    ...{ form, documents: documents.data, ...agreed.data },
  });
}

function weighed(
  digest: string,
  found: Pick<Extract<Replay, { ok: true }>, 'form' | 'documents'> & z.output<typeof sealedConsents>,
): Replay {
  const consents = found.consents.map((one) => ({ ...one, overThis: one.digest === digest }));
  const signatures = found.signatures.map((one) => {
    const given = consents.filter((given) => given.party === one.party && given.overThis);
    return { ...one, given: new Set(given.map(({ by }) => by.account)).size };
  });
  const joint = signatures.length > 0 && signatures.every((one) => one.given >= one.needed);
  return { ok: true, form: found.form, documents: found.documents, digest, consents, signatures, joint };
}
