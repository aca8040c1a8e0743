/** One DynamoDB table as data. Every key and index key is a string attribute. */
export type TableShape = {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly indexes: Readonly<Record<string, IndexShape>>;
  /** The attribute holding the epoch second after which an item may vanish. */
  readonly timeToLive?: string;
  /** Whether changes are streamed: the stream wakes workers, it is never the source of truth. */
  readonly stream: boolean;
};

type IndexShape = {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly projection: 'KEYS_ONLY' | 'ALL';
};

/**
 * The tables of the register, read by the infrastructure, the local cloud and the tests alike.
 *
 * `register` holds what is registered (titles, records, entries, pending); `filings` what is asked for
 * (drafts, consents, queue, replies), so that autosave noise stays away from entries; `parties` who may act;
 * `search` by what these are found; `journal` how far the log reaches, where in it an entry stands, and the cursors of
 * whatever is computed from it.
 */
export const tables = {
  register: {
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: { byNumber: { partitionKey: 'numberGroup', sortKey: 'number', projection: 'KEYS_ONLY' } },
    stream: true,
  },
  filings: {
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: {
      byDeadline: { partitionKey: 'queue', sortKey: 'due', projection: 'KEYS_ONLY' },
      byConsentEnd: { partitionKey: 'consented', sortKey: 'consentEnd', projection: 'KEYS_ONLY' },
    },
    timeToLive: 'expiresAt',
    stream: true,
  },
  parties: {
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: { byName: { partitionKey: 'nameKey', sortKey: 'pk', projection: 'KEYS_ONLY' } },
    stream: false,
  },
  // Found by names and dates, and made anew from the others at any time: nothing here is the truth of anything.
  search: { partitionKey: 'pk', sortKey: 'sk', indexes: {}, stream: false },
  journal: { partitionKey: 'pk', sortKey: 'sk', indexes: {}, stream: true },
} as const satisfies Readonly<Record<string, TableShape>>;

export type TableName = keyof typeof tables;
