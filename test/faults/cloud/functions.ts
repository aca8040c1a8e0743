import type { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, Context, EventBridgeEvent } from 'aws-lambda';
import { openBodies } from '../../../functions/_platform/bodies.ts';
import type { Ports } from '../../../functions/_platform/clock.ts';
import { openLog } from '../../../functions/_platform/journal/log.ts';
import { openShelf } from '../../../functions/_platform/journal/shelf.ts';
import { publishedJournal } from '../../../functions/_platform/projection/published.ts';
import { followJournal, tendProjection } from '../../../functions/_platform/projection/run.ts';
import { serve } from '../../../functions/_platform/serve.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import { openArchive } from '../../../functions/certificates/archive.ts';
import { pledgeCertificates } from '../../../functions/certificates/projection.ts';
import { openAddresses } from '../../../functions/documents/addresses.ts';
import { onEvent } from '../../../functions/documents/events.ts';
import { documentsHandlers } from '../../../functions/documents/handlers.ts';
import { openVault } from '../../../functions/documents/vault.ts';
import { examinersHandlers } from '../../../functions/examiners/handlers.ts';
import { filingsHandlers } from '../../../functions/filings/handlers.ts';
import { journalHandlers } from '../../../functions/journal/handlers.ts';
import { sequence } from '../../../functions/journal/sequencer/sequence.ts';
import { noticesHandlers } from '../../../functions/notices/handlers.ts';
import { registrationNotices } from '../../../functions/notices/projection.ts';
import { sweep } from '../../../functions/notices/sweep.ts';
import { takeRecords } from '../../../functions/notices/woken.ts';
import { partiesHandlers } from '../../../functions/parties/handlers.ts';
import { registrarHandlers } from '../../../functions/registrar/handlers.ts';
import { importsHandler } from '../../../functions/registrar/imports/handlers.ts';
import { lapse } from '../../../functions/registrar/lapse.ts';
import { searchHandlers } from '../../../functions/search/handlers.ts';
import { searchProjection } from '../../../functions/search/projection.ts';
import { titlesHandlers } from '../../../functions/titles/handlers.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { fontsHere } from '../../functions/certificates/sample.ts';
import { type SigningKey, signingKey } from '../../shared/journal/log-of-leaves.ts';
import { signingThrough } from './clients.ts';
import type { Passage } from './passage.ts';

export const buckets = { journal: 'journal-here', documents: 'documents-here', papers: 'papers-here' };
export const origin = 'register.example/faults';
export const keys = { journal: signingKey(origin, 1), seal: signingKey(`${origin}/seal`, 2) };

const from = 'notices@register.example';

/** What every function of a run is composed of. */
export type Composed = {
  readonly store: Store;
  readonly buckets: S3Client;
  readonly ports: Ports;
  readonly passage: Passage;
  readonly automatic: readonly string[];
};

type Keyed = { readonly pk: string; readonly sk: string };

/** The functions that a caller reaches, by name; and what wakes the others. */
export type Functions = ReturnType<typeof composeFunctions>;

const noMore = () => true;
const fonts = fontsHere();

/** The register's functions as their `main.ts` compose them, over clients whose every call takes the passage. */
export function composeFunctions({ store, buckets: client, ports, passage, automatic }: Composed) {
  const throughGate = (key: SigningKey) => signingThrough(passage, key);
  const shelf = openShelf(buckets.journal, client);
  const log = openLog(shelf);
  const vault = openVault(buckets.documents, client);
  const bodies = openBodies(buckets.papers, client);
  const archive = openArchive(buckets.papers, client);
  const mailing = {
    ...{ from, origin: 'https://register.example' },
    send: async () => {
      await ports.pause(1);
      return { kind: 'sent' as const, message: 'kept' };
    },
  };
  const automaticRegistration = automatic;
  const deps = { store, ports, demonstration: true, automaticRegistration, sampledPerTenThousand: 0 };
  const documents = { ...deps, vault, addresses: openAddresses(buckets.documents, client) };
  const journal = publishedJournal(store, shelf);
  const following = { ...deps, journal };
  const issuing = {
    ...{ store, archive, log, ports, demonstration: true, publicOrigin: 'https://register.example' },
    seal: () => Promise.resolve(throughGate(keys.seal)),
    fonts: () => fonts,
  };
  const shown = {
    ...{ store, shelf, origin, formerKeys: [] },
    keys: async () => ({ checkpoints: keys.journal.verifierKey, certificates: keys.seal.verifierKey }),
  };
  const noticing = { ...deps, mailing };
  const served = {
    registrar: serve('registrar', operations, deps, registrarHandlers(deps)),
    filings: serve('filings', operations, deps, filingsHandlers(deps)),
    examiners: serve('examiners', operations, deps, examinersHandlers(deps)),
    titles: serve('titles', operations, deps, titlesHandlers(store)),
    parties: serve('parties', operations, deps, partiesHandlers(store)),
    notices: serve('notices', operations, deps, noticesHandlers(noticing)),
    search: serve('search', operations, deps, searchHandlers(store)),
    documents: serve('documents', operations, deps, documentsHandlers(documents)),
    journal: serve('journal', operations, deps, journalHandlers(shown)),
    imports: importsHandler({ store, bodies, ports, demonstration: true }),
  };
  type Event = APIGatewayProxyEventV2;
  const isServed = (name: string): name is keyof typeof served => name in served;
  const answer = (name: string, event: Event) => {
    if (!isServed(name)) throw new Error(`no function ${name} in this run`);
    return served[name](event, {} as Context);
  };

  const searching = searchProjection(deps);
  const telling = registrationNotices(noticing);
  const certifying = pledgeCertificates(issuing);
  const clock = { source: 'aws.events' } as EventBridgeEvent<'Scheduled Event', unknown>;
  const woken = {
    sequencer: async () => {
      let rounds = 0;
      const sequencing = { store, shelf, log, ports, signer: throughGate(keys.journal) };
      await sequence(sequencing, () => {
        rounds += 1;
        return rounds <= roundsMax;
      });
    },
    search: (byClock: boolean) =>
      byClock ? tendProjection(following, searching, noMore) : followJournal(following, searching, noMore),
    telling: (byClock: boolean) =>
      byClock ? tendProjection(following, telling, noMore) : followJournal(following, telling, noMore),
    certificates: (byClock: boolean) =>
      byClock ? tendProjection(following, certifying, noMore) : followJournal(following, certifying, noMore),
    imports: () => served.imports(clock, {} as Context),
    lapse: () => lapse(deps),
    sweep: () => sweep(noticing, noMore),
    documents: (event: unknown) => onEvent(documents, event),
    records: (items: readonly Keyed[]) => takeRecords(noticing, { Records: items.map(recordOf) }, noMore),
  };
  return { answer, woken, shelf, log, vault, archive, bodies };
}

/** A sequencer that is kept from its work must come to an end, as one with a time limit does. */
const roundsMax = 60;

function recordOf({ pk, sk }: Keyed, at: number) {
  return { dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: String(at + 1) } };
}
