import { readFileSync } from 'node:fs';
import { certificateOperations } from '../../shared/contracts/operations/certificates.ts';
import { sealKeyName } from '../../shared/journal/seal.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { openLog } from '../_platform/journal/log.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { serve } from '../_platform/serve.ts';
import { kmsSigner } from '../_platform/signer.ts';
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
  'JOURNAL_ORIGIN',
  'SEAL_KEY',
  'PUBLIC_ORIGIN',
  'DEMONSTRATION',
]);

let opened: Fonts | undefined;

/** The bundle carries the font files beside its code. */
function fonts(): Fonts {
  opened ??= openFonts((file) => readFileSync(new URL(`fonts/${file}`, import.meta.url)));
  return opened;
}

let sealing: ReturnType<typeof kmsSigner> | undefined;

/** The key is asked for when a certificate is first sealed; one that could not be reached is asked for again. */
function seal() {
  sealing ??= kmsSigner(config.SEAL_KEY, sealKeyName(config.JOURNAL_ORIGIN)).catch((error: unknown) => {
    sealing = undefined;
    throw error;
  });
  return sealing;
}

const deps = {
  store: openStore(config),
  archive: openArchive(config.BUCKET_CERTIFICATES),
  log: openLog(openShelf(config.BUCKET_JOURNAL)),
  seal,
  fonts,
  publicOrigin: config.PUBLIC_ORIGIN,
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
};

/** Serves certificates. Its role reads register and journal, seals, and writes nothing but certificates. */
export const handler = serve('certificates', certificateOperations, deps, certificatesHandlers(deps));
