import { certificateOperations } from '../../shared/contracts/operations/certificates.ts';
import { readConfig } from '../_platform/config.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { compose } from './compose.ts';
import { certificatesHandlers } from './handlers.ts';

const config = readConfig([
  'TABLE_REGISTER',
  'TABLE_PARTIES',
  'TABLE_JOURNAL',
  'BUCKET_CERTIFICATES',
  'BUCKET_JOURNAL',
  'JOURNAL_ORIGIN',
  'SEAL_KEY',
  'PUBLIC_ORIGIN',
  'DEMONSTRATION',
]);
const deps = compose(config, openStore(config), openShelf(config.BUCKET_JOURNAL));

/** Serves certificates. Its role reads register and journal, seals, and writes nothing but certificates. */
export const handler = serve('certificates', certificateOperations, deps, certificatesHandlers(deps));
