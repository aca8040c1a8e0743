import * as z from 'zod';
import { fault } from '../kernel/fault.ts';
import { partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { line } from '../kernel/plain-text.ts';

/** What a machine may do for its party: read, or also prepare filings. It never signs and never administers. */
export const machineScopes = ['read', 'prepare'] as const;
export type MachineScope = (typeof machineScopes)[number];

/** The identity provider takes at most this many secrets of one client: the one in use, and its successor. */
export const secretsMax = 2;

/** How many machines a party may have, so that none takes all slots. */
export const machinesOfPartyMax = 4;

/** How long an access token of a machine lives: nobody can take it back, so a slot rests that long between parties. */
export const machineTokenSeconds = 3600;

/** Clocks differ a little, and the identity provider may take a moment to forget a secret. */
export const restSeconds = machineTokenSeconds + 300;

/** The identity provider's ids of a client and of a secret; letters and digits, but for the hyphens it joins with. */
export const clientId = z.string().regex(/^[\w+]{1,128}$/, fault('id.format'));
export const secretId = z.string().regex(/^[\w+-]{1,200}$/, fault('id.format'));

/** A secret that the party holds. What it reads is known to the party alone. */
export const knownSecret = z.strictObject({ id: secretId, addedAt: instant });
export type KnownSecret = z.output<typeof knownSecret>;

/** 系统: a system that acts for a party by client credentials. */
export const machine = z.strictObject({
  party: partyId,
  /** What the party calls it. */
  name: line(100),
  scope: z.enum(machineScopes),
  takenAt: instant,
  /** The account of the administrator who took it. */
  takenBy: z.string(),
  rotatedAt: instant.optional(),
  secrets: z.array(knownSecret).max(secretsMax),
  /** A secret that is being deleted; it counts no more. */
  leaving: secretId.optional(),
});
export type Machine = z.output<typeof machine>;

/** 空闲, 占用, 停用: of a slot, the place for one machine, which is a client of the identity provider. */
export const slotStates = ['free', 'assigned', 'retired'] as const;

const slotBase = z.strictObject({
  client: clientId,
  version: z.int(),
  /** Until when one run has this slot to itself; a run that crashed is followed by another. */
  heldUntil: instant.optional(),
});

/**
 * A slot. The provider keeps the last secret of a client undeletable, so a slot that nobody has is sealed: its only
 * secret is one that was thrown away unread.
 */
export const slot = z.discriminatedUnion('state', [
  slotBase.extend({ state: z.literal('free'), seal: secretId }),
  slotBase.extend({ state: z.literal('assigned'), machine }),
  slotBase.extend({
    state: z.literal('retired'),
    since: instant,
    /** Whether a party had it, whose last tokens must die first. */
    used: z.boolean(),
    sealed: z.strictObject({ seal: secretId, freeFrom: instant }).optional(),
  }),
]);
export type Slot = z.output<typeof slot>;
export type SlotOf<State extends Slot['state']> = Extract<Slot, { state: State }>;
