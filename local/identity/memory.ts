import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';

/** `until` and `consumedAt` in milliseconds since the epoch. */
type Row = { payload: AdapterPayload; until: number; consumedAt?: number };

/** More than a demonstration ever holds, and a bound on what a loop of sign-in requests can take. */
const LIMIT = 10_000;

export type MemoryOptions = {
  readonly limit?: number;
  /** How long a used refresh token of this client still counts as unused. */
  readonly graceSecondsOf?: (clientId: string) => number;
};

/**
 * Sessions, grants, codes and refresh tokens in memory: a restart signs everyone out, while access tokens, which
 * nobody looks up, stay valid. When full, the oldest rows go.
 */
export function memoryStore({ limit = LIMIT, graceSecondsOf = () => 0 }: MemoryOptions = {}): AdapterFactory {
  const rows = new Map<string, Row>();

  function alive(key: string): Row | undefined {
    const row = rows.get(key);
    if (row === undefined || row.until > Date.now()) return row;
    rows.delete(key);
    return undefined;
  }

  function makeRoom(): void {
    if (rows.size < limit) return;
    const now = Date.now();
    for (const [key, row] of rows) if (row.until <= now) rows.delete(key);
    for (const key of rows.keys()) {
      if (rows.size < limit) return;
      rows.delete(key);
    }
  }

  const graceMs = (model: string, { clientId }: AdapterPayload): number =>
    model === 'RefreshToken' && clientId !== undefined ? graceSecondsOf(clientId) * 1000 : 0;

  const isConsumed = (model: string, { payload, consumedAt }: Row): boolean =>
    consumedAt !== undefined && consumedAt + graceMs(model, payload) <= Date.now();

  /** A copy, since the library writes into what it is given. */
  const copyOf = (model: string, row: Row): AdapterPayload => ({
    ...row.payload,
    ...(isConsumed(model, row) ? { consumed: true } : {}),
  });

  const findWhere = (model: string, matches: (payload: AdapterPayload) => boolean) => {
    for (const key of rows.keys()) {
      const row = key.startsWith(`${model}:`) ? alive(key) : undefined;
      if (row !== undefined && matches(row.payload)) return copyOf(model, row);
    }
    return undefined;
  };

  return (model): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const key = `${model}:${id}`;
      rows.delete(key);
      makeRoom();
      rows.set(key, { payload, until: expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000 });
    },
    async find(id) {
      const row = alive(`${model}:${id}`);
      return row && copyOf(model, row);
    },
    async findByUid(uid) {
      return findWhere(model, (payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return findWhere(model, (payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const row = alive(`${model}:${id}`);
      // Two exchanges of one code can both have read it unconsumed; only the first to come here may go on.
      if (row === undefined || isConsumed(model, row)) throw new errors.InvalidGrant('already consumed');
      row.consumedAt ??= Date.now();
    },
    async destroy(id) {
      rows.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, row] of rows) {
        if (key.startsWith(`${model}:`) && row.payload.grantId === grantId) rows.delete(key);
      }
    },
  });
}
