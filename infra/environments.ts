import type { TableName } from '../shared/tables.ts';

/** The places the register runs in; `local` is the same cloud on one machine. */
export const environmentNames = ['local', 'dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** What one environment decides. Everything else is the same everywhere, so that staging proves prod. */
export type Environment = {
  readonly name: EnvironmentName;
  /** Everything issued carries the demonstration mark (演示数据). Only prod issues legal records. */
  readonly demonstration: boolean;
  /** Procedures whose clean filings register without an examiner. */
  readonly automaticRegistration: readonly string[];
  /** How many of ten thousand automatic registrations are reviewed, where it is not the rule's share (A9.1). */
  readonly sampledPerTenThousand?: number;
  /** Deletion protection, retention when a stack goes, and protection of the stacks themselves. */
  readonly keepState: boolean;
  readonly logDays: 7 | 30 | 365;
  /** How long a superseded or deleted object can still be brought back. */
  readonly oldVersionDays: number;
  /** The whole API's limits; the burst is the size of the gateway's token bucket. */
  readonly throttle: { readonly requestsPerSecondMax: number; readonly requestsBurstMax: number };
  /** Threat protection of the staff pool is billed per active person, so only prod buys it. */
  readonly staffThreatProtection: boolean;
  /** Where people come back to after signing in. Absent until the operator names the address. */
  readonly portalUrl?: string;
  /** The address that mails come from, whose domain the operator owns. Absent: no mail is sent, the inbox has all. */
  readonly mailFrom?: string;
  /** Where the public reads the register; it is printed on certificates. Absent until the operator names it. */
  readonly publicOrigin?: string;
  /**
   * The name of the journal, first line of each checkpoint: a host and path of the operator's, without a scheme. It is
   * given once and never changes. Absent until the operator names it.
   */
  readonly journalOrigin?: string;
  /**
   * Verifier keys that signed before the ones that sign now, oldest first: certificates of their day need them, so none is
   * ever taken away.
   */
  readonly formerKeys?: readonly string[];
  /**
   * How long a certificate can be neither deleted nor replaced. COMPLIANCE binds even the account's owner, so only
   * prod has it: twenty years, which no patent and so no pledge outlives. Absent where objects may go.
   */
  readonly certificateLock?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly days: number };
  /**
   * The role for emergencies, and the only one that may destroy a key; people who keep the account make it, and no
   * deployment does. Absent where the data may go: there keys go with their stack.
   */
  readonly breakGlassRole?: string;
  /**
   * How many machines of parties (banks, insurers) there can be, each a client of its own. The gateway knows clients by
   * a list and takes at most 50 with the portal. Never fewer than are taken: the last ones would vanish.
   */
  readonly machineSlots: number;
  /**
   * A table that was restored from its backup, by the name it was restored under. It stands here and not on
   * the command line, so that no later deployment forgets it and goes back to the damaged table.
   */
  readonly restoredTables: Readonly<Partial<Record<TableName, RestoredTable>>>;
};

/** Under which name a table was restored, and the label of its new stream (`LatestStreamLabel`) if it has one. */
export type RestoredTable = { readonly name: string; readonly streamLabel?: string };

const trial = {
  demonstration: true,
  automaticRegistration: ['pledge.registration'],
  machineSlots: 8,
  staffThreatProtection: false,
  restoredTables: {},
} as const;

const loopbackPortal = 'http://localhost:5173';
// The local cloud tells its functions the port that it really has.
const loopbackRegister = 'http://127.0.0.1:8080';

const breakGlassRole = 'ip-register-break-glass';

const rows = {
  local: {
    ...trial,
    keepState: false,
    logDays: 7,
    oldVersionDays: 1,
    throttle: { requestsPerSecondMax: 200, requestsBurstMax: 400 },
    portalUrl: loopbackPortal,
    publicOrigin: loopbackRegister,
    journalOrigin: 'register.example/local',
    mailFrom: 'notices@register.example',
  },
  dev: {
    ...trial,
    keepState: false,
    logDays: 7,
    oldVersionDays: 1,
    throttle: { requestsPerSecondMax: 50, requestsBurstMax: 100 },
    portalUrl: loopbackPortal,
  },
  staging: {
    ...trial,
    keepState: true,
    logDays: 30,
    oldVersionDays: 30,
    certificateLock: { mode: 'GOVERNANCE', days: 1 },
    breakGlassRole,
    throttle: { requestsPerSecondMax: 200, requestsBurstMax: 400 },
  },
  prod: {
    demonstration: false,
    // Nothing becomes a legal record without an examiner until the office has decided so and listed it here.
    automaticRegistration: [],
    keepState: true,
    logDays: 365,
    oldVersionDays: 365,
    certificateLock: { mode: 'COMPLIANCE', days: 7306 },
    breakGlassRole,
    throttle: { requestsPerSecondMax: 200, requestsBurstMax: 400 },
    staffThreatProtection: true,
    machineSlots: 24,
    restoredTables: {},
  },
} as const satisfies Readonly<Record<EnvironmentName, Omit<Environment, 'name'>>>;

/** The row of one environment, by its name. */
export function environmentNamed(name: EnvironmentName): Environment {
  return { name, ...rows[name] };
}
