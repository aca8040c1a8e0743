import { epochMsOf, type Instant } from '../kernel/instant.ts';
import type { FilingStatus } from './lifecycle.ts';

/** A period of keeping, with the ground it rests on; dated, since law changes and the code does not. */
export type Period = {
  readonly days: number;
  readonly since: string;
  readonly source: string;
  /** As the rule book tags what is no quotation: known with high or medium confidence; or a rule of the house. */
  readonly confidence: 'M-h' | 'M-m' | 'house';
};

/** PIPL art. 19: no longer than the purpose needs, and a draft that nobody has touched for a year has none. */
const abandoned: Period = {
  days: 365,
  since: '2026-11-22',
  source: 'PIPL art. 19',
  confidence: 'house',
};

/** 行政诉讼法 art. 46: nobody can sue over a decision more than five years after it. */
const ended: Period = {
  days: 1826,
  since: '2026-11-22',
  source: 'Administrative Litigation Law art. 46; PIPL art. 19',
  confidence: 'M-h',
};

/**
 * 保存期限: how long a filing is kept after its last change, by the state it is in. In a state that is missing here
 * it is kept: what is being decided is not done, and what was registered is the file of an entry that stands.
 */
export const filingKept: Readonly<Partial<Record<FilingStatus, Period>>> = {
  draft: abandoned,
  refused: ended,
  returned: ended,
  withdrawn: ended,
};

const secondsOf = (from: Instant, { days }: Period) => Math.floor(epochMsOf(from) / 1000) + days * 86_400;

/** The epoch second after which a filing may vanish. */
export function filingExpiry(of: {
  readonly status: FilingStatus;
  readonly updatedAt: Instant;
}): number | undefined {
  const kept = filingKept[of.status];
  return kept && secondsOf(of.updatedAt, kept);
}

/** The epoch second from which nobody can sue any more over what was settled then, and what belongs to it may vanish. */
export function settledExpiry(at: Instant): number {
  return secondsOf(at, ended);
}

/** 调阅记录: who was given a document is known as long as somebody could sue over what was done with it. */
export const accessKept: Period = {
  days: 1826,
  since: '2026-11-22',
  source: 'Administrative Litigation Law art. 46; PIPL art. 51',
  confidence: 'house',
};
