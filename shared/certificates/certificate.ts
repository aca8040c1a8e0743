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

/** 专利权质押登记通知书 (A5.3): what one entry registered, in a form that a person can hold in the hand. */
export const certificate = z.strictObject({
  schema: z.literal('certificate-1'),
  title: z.strictObject({ zh: z.string(), en: z.string() }),
  registrationNumber: pledgeRegistrationNumber,
  registrationDate: plainDate,
  pledgors: z.array(partyView).min(1),
  pledgees: z.array(partyView).min(1),
  patents: z.array(certifiedPatent).min(1),
  entry: entryId,
  instant,
  entryDigest: digestText,
  verificationAddress: z.url().max(500),
  demonstration: z.boolean(),
});
export type Certificate = z.output<typeof certificate>;
