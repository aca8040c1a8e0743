/** A bound that law sets to how long something is kept; dated, since law changes. `docs/retention.md` says more. */
export type LegalBound = {
  readonly days: number;
  readonly since: string;
  readonly source: string;
  /** As the rule book tags what is no quotation: known with high, medium or low confidence. */
  readonly confidence: 'found' | 'M-h' | 'M-m' | 'M-l';
};

/** What the rows of `environments.ts` must keep to where legal records are issued; a test holds them to it. */
export const legalBounds = {
  /** 网络日志: logs of a network's running, at least six months. */
  logsLeast: {
    days: 183,
    since: '2017-06-01',
    source: 'Cybersecurity Law art. 21(3), by its numbering of 2017',
    confidence: 'found',
  },
  /** 专利权期限: the longest term, so that a certificate outlives every pledge that it is of. */
  certificatesLeast: { days: 7305, since: '2021-06-01', source: 'Patent Law art. 42', confidence: 'M-h' },
  /** 最短时间: what nobody uses any more goes soon, and a mistake must still be mendable for as long as books are closed. */
  oldVersionsMost: { days: 365, since: '2021-11-01', source: 'PIPL art. 19', confidence: 'M-m' },
} as const satisfies Readonly<Record<string, LegalBound>>;

/** Days that DynamoDB keeps for its restore to any second, where the template says no other number. */
export const tableBackupDays = 35;
