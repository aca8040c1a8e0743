import * as z from 'zod';
import { fault } from '../kernel/fault.ts';
import { entryId, mandateId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { compareMoney, type Money, positiveMoney } from '../kernel/money.ts';
import { normaliseName } from '../kernel/name.ts';
import { plainDate } from '../kernel/plain-date.ts';
import { line } from '../kernel/plain-text.ts';
import { uscc } from '../kernel/uscc.ts';
import { bytesInLeaf, partyNameBytesMax } from './leaf.ts';

export const partyKinds = ['organisation', 'person'] as const;

/** 机构类型: what kind of lender a pledgee is; whether paper must follow turns on it (A2.2, A3). */
export const institutionKinds = ['bank', 'guarantor', 'smallLoanCompany', 'other'] as const;

/** DynamoDB takes this many bytes as the partition key of an index; some characters grow when normalised. */
const nameKeyBytesMax = 2048;

// Characters that show nothing: with them two names read the same and are not. Joiners stay, since some scripts
// spell with them, and so do the spaces that can be seen.
const UNSEEN =
  /\u034f|[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u206f\u3164\ufeff\uffa0]|[\u{e0000}-\u{e0fff}]/u;

/** 名称: goes into entries and into the index by name, so it is bounded in bytes too; every character of it can be seen. */
export const partyName = line(300)
  .refine((text) => bytesInLeaf(text) <= partyNameBytesMax, fault('text.tooLong'))
  .refine((text) => bytesInLeaf(normaliseName(text)) <= nameKeyBytesMax, fault('text.tooLong'))
  .refine((text) => !UNSEEN.test(text), fault('text.forbidden'));

/** How many former names a party keeps; none is ever forgotten to make room. */
export const formerNamesMax = 20;

/** An identifier names its scheme, because a foreign number may look like a unified social credit code. */
export const identifier = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.literal('uscc'), value: uscc }),
  z.strictObject({ scheme: z.literal('foreign'), value: line(64) }),
]);
export type Identifier = z.output<typeof identifier>;

/** What a reader of a number does not see, or not as a part of it. */
const SPACES = /[\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The key under which an identifier is enrolled once. A number given abroad is one only within its country, and
 * registries write it in either case and width, with spaces and without.
 */
export function identifierKeyOf(of: Pick<Party, 'identifier' | 'residence'>): string | undefined {
  if (!of.identifier) return undefined;
  const { scheme, value } = of.identifier;
  if (scheme === 'uscc') return `uscc#${value}`;
  return `foreign#${of.residence}#${value.normalize('NFKC').replace(SPACES, '').toUpperCase()}`;
}

/** The subject of an account's tokens at the identity provider, which only authenticates. */
export const accountSubject = z.string().regex(/^[\x21-\x7e]{1,128}$/);

/**
 * 账户权限: what an account may do for its party. An administrator 管理员 changes its accounts and details; a signer
 * 签署人 binds it; one that is neither prepares and reads.
 */
export const partyAccount = z.strictObject({
  subject: accountSubject,
  administrator: z.boolean(),
  signer: z.boolean(),
});
export type PartyAccount = z.output<typeof partyAccount>;

/** How many parties one account may act for; bounded, since they lie in its item. */
export const partiesOfAccountMax = 50;

/** How many accounts one party may have; bounded, since they lie in its item. */
export const accountsOfPartyMax = 50;

/** 签署规则: how many signers bind the party; two may be asked only where the secured amount is above a sum. */
export const signingRule = z.strictObject({
  signatures: z.union([z.literal(1), z.literal(2)]),
  above: positiveMoney.optional(),
});
export type SigningRule = z.output<typeof signingRule>;

/** A party that was absorbed by another is kept, since records name it, but acts no more. */
export const partyStatuses = ['enrolled', 'merged'] as const;

/** 主体: an organisation or person that may act before the register. Its version grows with each entry that changes it. */
export const party = z.strictObject({
  id: partyId,
  version: z.int().min(1),
  instant,
  /** The entry that made this version; absent only for what operators or tests put. */
  entry: entryId.optional(),
  status: z.enum(partyStatuses),
  /** 合并后存续的主体: the party that absorbed it. */
  mergedInto: partyId.optional(),
  kind: z.enum(partyKinds),
  name: partyName,
  formerNames: z.array(line(300)).max(formerNamesMax),
  identifier: identifier.optional(),
  /** Country or region of habitual residence or place of business (WIPO ST.3), since A1.3 turns on it. */
  residence: z.string().regex(/^[A-Z]{2}$/),
  institution: z.enum(institutionKinds).optional(),
  /** 住所; never public. */
  address: line(300).optional(),
  accounts: z.array(partyAccount).max(accountsOfPartyMax),
  signing: signingRule,
  /** 失信主体 (A9.1): until this day it may not file by commitment. */
  commitmentBarredUntil: plainDate.optional(),
  enrolledAt: instant,
});
export type Party = z.output<typeof party>;

/** In which capacity an account of a party consents: to most things its signers, to who acts for it its administrators. */
export const consentCapacities = ['signer', 'administrator'] as const;
export type ConsentCapacity = (typeof consentCapacities)[number];

/** Whether the account has the capacity for the party, as the party now stands. */
export function hasCapacity(of: Pick<Party, 'accounts'>, subject: string, as: ConsentCapacity): boolean {
  return of.accounts.some((one) => one.subject === subject && one[as]);
}

/**
 * How many different accounts must agree for the party to be bound. Where the rule asks for two above a sum, what
 * states no amount, or one in another currency, needs two: it may be worth more. Of administrators two are needed
 * only where there are two, since a party with one alone could never change anything again.
 */
export function signaturesNeeded(
  of: Pick<Party, 'accounts' | 'signing'>,
  amount: Money | undefined,
  as: ConsentCapacity,
): 1 | 2 {
  const { signatures, above } = of.signing;
  if (signatures === 1) return 1;
  if (as === 'administrator') return of.accounts.filter((one) => one.administrator).length > 1 ? 2 : 1;
  if (!above || !amount) return 2;
  const order = compareMoney(amount, above);
  return order === -1 || order === 0 ? 1 : 2;
}

/** What an agent may do for its principal; a mandate lists its acts (A2.1: the power states its scope). */
export const mandateActs = ['file', 'consent'] as const;
export type MandateAct = (typeof mandateActs)[number];

/** 代理委托: an agent's authority, with scope, end and revocation (委托书). */
export const mandate = z.strictObject({
  id: mandateId,
  principal: partyId,
  agent: partyId,
  acts: z.array(z.enum(mandateActs)).min(1),
  from: plainDate,
  until: plainDate.optional(),
  revokedAt: instant.optional(),
  /** 双方代理 (Civil Code art. 168): the principal agrees that its agent acts for the other side too. */
  bothSides: z.literal(true).optional(),
  /** 合并: by law and not by contract, the party acts for one that it absorbed (Civil Code art. 67). */
  succession: z.literal(true).optional(),
  /** The entries that gave and revoked it; absent only for what operators or tests put. */
  entry: entryId.optional(),
  revokedBy: entryId.optional(),
});
export type Mandate = z.output<typeof mandate>;

/** Whether the mandate counts on the day: begun, not over, not revoked. */
export function isRunning({ from, until, revokedAt }: Mandate, today: string): boolean {
  return from <= today && (until === undefined || today <= until) && revokedAt === undefined;
}

/** Whether the mandate lets its agent do the act on the day: running, and within scope. */
export function covers(given: Mandate, act: MandateAct, today: string): boolean {
  return isRunning(given, today) && given.acts.includes(act);
}

type Named = { readonly name: string; readonly identifier?: Identifier | undefined };

/**
 * Whether a registered owner is the party (A4.g1). An identifier on the register decides, and a party that
 * does not carry it is somebody else, whatever it is called; only where the register has none does the
 * normalised name decide, former names included.
 */
export function isSameParty(
  owner: Named,
  candidate: Named & { readonly formerNames: readonly string[] },
): boolean {
  if (owner.identifier) {
    const { scheme, value } = owner.identifier;
    return candidate.identifier?.scheme === scheme && candidate.identifier.value === value;
  }
  const registered = normaliseName(owner.name);
  const names = [candidate.name, ...candidate.formerNames].map(normaliseName);
  // A name of nothing but punctuation leaves nothing to compare.
  return registered !== '' && names.includes(registered);
}
