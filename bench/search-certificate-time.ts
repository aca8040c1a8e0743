import type { Context } from 'aws-lambda';
import { serve } from '../functions/_platform/serve.ts';
import { certificatesHandlers } from '../functions/certificates/handlers.ts';
import { verifySearchCertificate } from '../shared/certificates/search-verification.ts';
import { certificateOperations } from '../shared/contracts/operations/certificates.ts';
import { changeMap } from '../shared/journal/map/map.ts';
import { encodePage } from '../shared/journal/map/page-bytes.ts';
import { parseRight } from '../shared/kernel/right.ts';
import { type EncumberedMap, leafNumbered, rightNumbered } from './encumbered-map.ts';
import { gatewayEvent } from './gateway-event.ts';
import { type Tail, tailOf } from './percentile.ts';
import { type PublishedMap, publishedMap } from './published-map.ts';
import { discardLogs } from './register-under-test.ts';
import { interleave, type Rounds } from './rounds.ts';

export type SearchCertificateTime = {
  readonly what: string;
  /** The largest of several, of different rights. */
  readonly bytesMax: number;
  readonly made: Tail;
  readonly checked: Tail;
};

/** What one changed title costs the map, on average. */
export type ChangeCost = { readonly pages: number; readonly bytes: number; readonly millis: number };

export type SearchCertificates = {
  readonly encumbered: number;
  readonly pages: number;
  readonly pageBytes: number;
  readonly certificates: readonly SearchCertificateTime[];
  readonly change: ChangeCost;
  /** How many free rights, and how many with one hold, a certificate of 8 KB has room for. */
  readonly fit: { readonly free: number; readonly encumbered: number };
};

export type SearchCertificatePlan = {
  readonly encumbered: number;
  readonly rounds: Rounds;
  readonly changes: number;
};

export const bytesAim = 8192;

const kinds = {
  '1 free right': { free: 1, encumbered: 0 },
  '1 encumbered right': { free: 0, encumbered: 1 },
  '20 free rights': { free: 20, encumbered: 0 },
  '20 encumbered rights': { free: 0, encumbered: 20 },
} as const;

/** How many titles of each sort the bench asks about: so many, that the store reads other pages each time. */
const titledOfASort = 200;

/** Makes and checks search certificates over a map of so many titles, its pages in the local S3 server. */
export async function timeSearchCertificates(plan: SearchCertificatePlan): Promise<SearchCertificates> {
  discardLogs();
  const free = Array.from({ length: titledOfASort }, (_, at) => plan.encumbered + at);
  const encumbered = Array.from({ length: Math.min(titledOfASort, plan.encumbered) }, (_, at) => at);
  const published = await publishedMap(plan.encumbered, [...free, ...encumbered]);
  try {
    const ask = asking(published);
    const certificates: SearchCertificateTime[] = [];
    for (const [what, wanted] of Object.entries(kinds)) {
      const serials = (round: number) => [
        ...chosen(free, wanted.free, round),
        ...chosen(encumbered, wanted.encumbered, round),
      ];
      certificates.push({ what, ...(await timed(ask, published, serials, plan.rounds)) });
    }
    const { map } = published;
    const fit = {
      free: await mostThatFit((count) => ask(chosen(free, count, 0))),
      encumbered: await mostThatFit((count) => ask(chosen(encumbered, count, 0))),
    };
    const pageBytes = [...map.pages.values()].reduce((sum, page) => sum + encodePage(page).length, 0);
    const change = await changeCost(map, plan);
    return { encumbered: plan.encumbered, pages: map.pages.size, pageBytes, certificates, change, fit };
  } finally {
    await published.close();
  }
}

type Ask = (serials: readonly number[]) => Promise<string>;

/** Asks the function as the gateway would, behind the whole stack. */
function asking({ store, log }: PublishedMap): Ask {
  const deps = {
    ...{ store, log, demonstration: true, publicOrigin: 'https://register.example' },
    archive: { get: async () => undefined, keep: async () => true },
    fonts: () => {
      throw new Error('nothing is drawn');
    },
    seal: () => {
      throw new Error('nothing is sealed');
    },
    ports: { now: Date.now, random: (bytes: number) => new Uint8Array(bytes), pause: async () => {} },
  };
  const handler = serve('certificates', certificateOperations, deps, certificatesHandlers(deps));
  return async (serials) => {
    const patentNumber = serials.map((serial) => parseRight(rightNumbered(serial))?.number).join(',');
    const answer = await handler(
      gatewayEvent('searchCertificates.get', { query: { patentNumber } }),
      {} as Context,
    );
    if (answer.statusCode !== 200) throw new Error(`search certificate: ${answer.body}`);
    return answer.body ?? '';
  };
}

function chosen(all: readonly number[], count: number, round: number): number[] {
  return Array.from({ length: count }, (_, at) => all[(round * count + at) % all.length] ?? 0);
}

async function timed(
  ask: Ask,
  { verifier }: PublishedMap,
  serials: (round: number) => number[],
  rounds: Rounds,
): Promise<Omit<SearchCertificateTime, 'what'>> {
  let round = 0;
  let bytesMax = 0;
  const times = await interleave(
    {
      made: async () => {
        round += 1;
        const asked = serials(round);
        return () => ask(asked);
      },
      checked: async () => {
        const text = await ask(serials(round));
        bytesMax = Math.max(bytesMax, Buffer.byteLength(text));
        return async () => {
          const verdict = await verifySearchCertificate(text, [verifier]);
          if (!verdict.ok) throw new Error(verdict.fault);
        };
      },
    },
    rounds,
  );
  return { bytesMax, made: tailOf(times.made), checked: tailOf(times.checked) };
}

async function mostThatFit(ask: (count: number) => Promise<string>): Promise<number> {
  for (let count = 1; count <= 20; count += 1) {
    if (Buffer.byteLength(await ask(count)) > bytesAim) return count - 1;
  }
  return 20;
}

/** What the map gains when one more title is encumbered: pages written, their bytes, and the time to work them out. */
async function changeCost(
  map: EncumberedMap,
  { encumbered, changes }: SearchCertificatePlan,
): Promise<ChangeCost> {
  let [pages, bytes] = [0, 0];
  const begun = performance.now();
  for (let at = 0; at < changes; at += 1) {
    const { made } = await changeMap(map.root, [leafNumbered(encumbered + at)], map.read);
    pages += made.size;
    for (const page of made.values()) bytes += encodePage(page).length;
  }
  const millis = (performance.now() - begun) / changes;
  return { pages: pages / changes, bytes: bytes / changes, millis };
}
