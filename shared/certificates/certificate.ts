import * as z from 'zod';
import { partyView } from '../contracts/views/record-view.ts';
import { digestText } from '../kernel/digest.ts';
import { entryId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { ipc } from '../kernel/ipc.ts';
import { patentNumber } from '../kernel/patent-number.ts';
import { plainDate } from '../kernel/plain-date.ts';
import { pledgeRegistrationNumber } from '../kernel/registration-number.ts';

/** A party as certified: an organisation by name; a person by the opened name, or by no name once it is forgotten. */
export type CertifiedParty = z.output<typeof partyView>;

export const certifiedPatent = z.strictObject({
  patentNumber,
  printedNumber: z.string(),
  name: z.string(),
  filingDate: plainDate,
  grantDate: plainDate.optional(),
  mainClassification: ipc.optional(),
  titleVersion: z.int().min(1),
});
export type CertifiedPatent = z.output<typeof certifiedPatent>;

/**
 * Where the entry stands in the journal, as of the first published checkpoint that has it: the same whenever the
 * certificate is issued. The root is written as in the checkpoint, in base64, so that both can be held side by side.
 */
export const journalPlace = z.strictObject({
  origin: z.string().max(200),
  index: z.int().min(0),
  size: z.int().min(1),
  root: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});
export type JournalPlace = z.output<typeof journalPlace>;

/** 专利权质押登记通知书 (A5.3): what one entry registered, in a form that a person can hold in the hand. */
export const certificate = z.strictObject({
  schema: z.literal('certificate-2'),
  title: z.strictObject({ zh: z.string(), en: z.string() }),
  registrationNumber: pledgeRegistrationNumber,
  registrationDate: plainDate,
  pledgors: z.array(partyView).min(1),
  pledgees: z.array(partyView).min(1),
  patents: z.array(certifiedPatent).min(1),
  entry: entryId,
  instant,
  entryDigest: digestText,
  journal: journalPlace,
  verificationAddress: z.url().max(500),
  demonstration: z.boolean(),
});
export type Certificate = z.output<typeof certificate>;
