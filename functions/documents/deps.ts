import type { Ports } from '../_platform/clock.ts';
import type { Store } from '../_platform/store/store.ts';
import type { Addresses } from './addresses.ts';
import type { Vault } from './vault.ts';

/** What the documents are composed of. */
export type DocumentsDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly addresses: Addresses;
  readonly ports: Ports;
  readonly demonstration: boolean;
};
