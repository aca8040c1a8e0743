import { readFileSync } from 'node:fs';
import { certificateOperations } from '../../shared/contracts/operations/certificates.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { openLog } from '../_platform/journal/log.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { openArchive } from './archive.ts';
import { type Fonts, openFonts } from './drawing/fonts.ts';
import { certificatesHandlers } from './handlers.ts';

const config = readConfig([
  'TABLE_REGISTER',
  'TABLE_PARTIES',
  'TABLE_JOURNAL',
  'BUCKET_CERTIFICATES',
  'BUCKET_JOURNAL',
  'PUBLIC_ORIGIN',
  'DEMONSTRATION',
]);

let opened: Fonts | undefined;

/** The bundle carries the font files beside its code. */
function fonts(): Fonts {
  opened ??= openFonts((file) => readFileSync(new URL(`fonts/${file}`, import.meta.url)));
  return opened;
}

const deps = {
  store: openStore(config),
  archive: openArchive(config.BUCKET_CERTIFICATES),
  log: openLog(openShelf(config.BUCKET_JOURNAL)),
  fonts,
  publicOrigin: config.PUBLIC_ORIGIN,
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
};

/** Serves certificates. Its role reads the register and writes nothing but certificates. */
export const handler = serve('certificates', certificateOperations, deps, certificatesHandlers(deps));
