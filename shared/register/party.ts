import * as z from 'zod';
import { fault } from '../kernel/fault.ts';
import { mandateId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { normaliseName } from '../kernel/name.ts';
import { plainDate } from '../kernel/plain-date.ts';
import { line } from '../kernel/plain-text.ts';
import { uscc } from '../kernel/uscc.ts';
import { bytesInLeaf, partyNameBytesMax } from './leaf.ts';

export const partyKinds = ['organisation', 'person'] as const;

/** 机构类型: what kind of lender a pledgee is; whether paper must follow turns on it (A2.2, A3). */
export const institutionKinds = ['bank', 'guarantor', 'smallLoanCompany', 'other'] as const;

/** An identifier names its scheme, because a foreign number may look like a unified social credit code. */
export const identifier = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.literal('uscc'), value: uscc }),
  z.strictObject({ scheme: z.literal('foreign'), value: line(64) }),
]);
export type Identifier = z.output<typeof identifier>;

/** 主体: an organisation or person that may act before the register. */
export const party = z.strictObject({
  id: partyId,
  kind: z.enum(partyKinds),
  /** Goes into entries, so it is bounded in bytes too. */
  name: line(300).refine((text) => bytesInLeaf(text) <= partyNameBytesMax, fault('text.tooLong')),
  formerNames: z.array(line(300)).max(20),
  identifier: identifier.optional(),
  /** Country or region of habitual residence or place of business (WIPO ST.3), since A1.3 turns on it. */
  residence: z.string().regex(/^[A-Z]{2}$/),
  institution: z.enum(institutionKinds).optional(),
  enrolledAt: instant,
});
export type Party = z.output<typeof party>;

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
});
export type Mandate = z.output<typeof mandate>;

/** Whether the mandate lets its agent do the act on the day: begun, not over, not revoked, within scope. */
export function covers(given: Mandate, act: MandateAct, today: string): boolean {
  const running = given.from <= today && (given.until === undefined || today <= given.until);
  return running && given.revokedAt === undefined && given.acts.includes(act);
}

type Named = { readonly name: string; readonly identifier?: Identifier | undefined };

/**
 * Whether a registered owner is the party (A4.g1). An identifier on the register decides, and a party that
 * does not carry it is somebody else, whatever it is called; only where the register has none does the
 * normalised name decide, former names included.
 */
export function isSameParty(
  owner: Named,
  candidate: Named & { readonly formerNames?: readonly string[] },
): boolean {
  if (owner.identifier) {
    const { scheme, value } = owner.identifier;
    return candidate.identifier?.scheme === scheme && candidate.identifier.value === value;
  }
  const registered = normaliseName(owner.name);
  const names = [candidate.name, ...(candidate.formerNames ?? [])].map(normaliseName);
  // A name of nothing but punctuation leaves nothing to compare.
  return registered !== '' && names.includes(registered);
}
