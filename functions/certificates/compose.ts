import { readFileSync } from 'node:fs';
import { sealKeyName } from '../../shared/journal/seal.ts';
import { systemPorts } from '../_platform/clock.ts';
import type { Variables } from '../_platform/config.ts';
import { openLog } from '../_platform/journal/log.ts';
import type { Shelf } from '../_platform/journal/shelf.ts';
import { kmsSigner } from '../_platform/signer.ts';
import type { Store } from '../_platform/store/store.ts';
import { openArchive } from './archive.ts';
import type { CertificatesDeps } from './deps.ts';
import { type Fonts, openFonts } from './drawing/fonts.ts';

type Configured = Pick<
  Variables,
  'BUCKET_CERTIFICATES' | 'JOURNAL_ORIGIN' | 'SEAL_KEY' | 'PUBLIC_ORIGIN' | 'DEMONSTRATION'
>;

/** What issuing certificates is composed of, whoever asks for them. */
export function compose(config: Configured, store: Store, shelf: Shelf): CertificatesDeps {
  return {
    store,
    archive: openArchive(config.BUCKET_CERTIFICATES),
    log: openLog(shelf),
    seal: sealWith(config),
    fonts: fontsBeside(),
    publicOrigin: config.PUBLIC_ORIGIN,
    ports: systemPorts,
    demonstration: config.DEMONSTRATION,
  };
}

/** The bundle carries the font files beside its code. */
function fontsBeside(): () => Fonts {
  let opened: Fonts | undefined;
  return () => {
    opened ??= openFonts((file) => readFileSync(new URL(`fonts/${file}`, import.meta.url)));
    return opened;
  };
}

/** The key is asked for when a certificate is first sealed; one that could not be reached is asked for again. */
function sealWith({ SEAL_KEY, JOURNAL_ORIGIN }: Configured): CertificatesDeps['seal'] {
  let sealing: ReturnType<typeof kmsSigner> | undefined;
  return () => {
    sealing ??= kmsSigner(SEAL_KEY, sealKeyName(JOURNAL_ORIGIN)).catch((error: unknown) => {
      sealing = undefined;
      throw error;
    });
    return sealing;
  };
}
