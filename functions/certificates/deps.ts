import type { Ports } from '../_platform/clock.ts';
import type { Log } from '../_platform/journal/log.ts';
import type { Signer } from '../_platform/signer.ts';
import type { Store } from '../_platform/store/store.ts';
import type { Archive } from './archive.ts';
import type { Fonts } from './drawing/fonts.ts';

/** What the certificates are composed of. */
export type CertificatesDeps = {
  readonly store: Store;
  readonly archive: Archive;
  /** The journal as published, from which proofs are made. */
  readonly log: Log;
  /** The key that seals; asked for when first needed, since who asks for JSON need not wait for it. */
  readonly seal: () => Promise<Pick<Signer, 'sign'>>;
  /** Opened when first needed: who asks for JSON, or for what is kept, need not wait for them. */
  readonly fonts: () => Fonts;
  /** Scheme and host under which the public verifies entries, without a slash at the end. */
  readonly publicOrigin: string;
  readonly ports: Ports;
  readonly demonstration: boolean;
};
