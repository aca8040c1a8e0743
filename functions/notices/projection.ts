import type { Entry } from '../../shared/register/entry.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { Notice } from '../../shared/register/notice.ts';
import { readAll } from '../_platform/dynamodb.ts';
import type { Placed, Projection } from '../_platform/projection/projection.ts';
import { filingKey, filingOf } from '../_platform/store/filings.ts';
import type { NoticesDeps } from './deps.ts';
import { namedId, tellAgain, tellOnce } from './fan-out.ts';

/** What a filing became: office acts that name one are told by whoever did them. */
const isRegistration = ({ act, filing }: Entry) => filing !== undefined && !act.startsWith('office.');

/**
 * 登记通知 as a projection: every party of a filing is told what became an entry. The notices are named by entry and
 * party, so that each is told once.
 */
export function registrationNotices(deps: NoticesDeps): Projection {
  return {
    name: 'notices',
    together: 10,
    concerns: isRegistration,
    handle: async (entries, { again }) => {
      const filings = await filingsOf(deps, entries);
      for (const [at, { entry }] of entries.entries()) {
        const filing = filings[at];
        // A filing that an operator took out leaves nobody to tell.
        for (const party of filing?.parties ?? []) {
          const told = toldOf(entry, party);
          if (filing && told)
            await (again ? tellAgain(deps, filing, party, told) : tellOnce(deps, party, told));
        }
      }
    },
  };
}

/** The filings of the entries, in the same order. One that does not fit its schema throws: it must not go untold. */
async function filingsOf(
  { store }: NoticesDeps,
  entries: readonly Placed[],
): Promise<(Filing | undefined)[]> {
  const table = store.tables.filings;
  const wanted = entries.flatMap(({ entry }) =>
    entry.filing ? [{ table, key: filingKey(entry.filing) }] : [],
  );
  return (await readAll(store.client, wanted)).map((item) => item && filingOf(item));
}

function toldOf(
  { id, instant: at, filing, record }: Entry,
  party: Filing['parties'][number],
): Notice | undefined {
  const number = record?.number;
  const of = { entry: id, at, code: 'registered', ...(number !== undefined && { number }) } as const;
  return filing && { ...of, filing, id: namedId(at, id, party) };
}
