import {
  type JsonServiceOptions,
  type RunningJsonService,
  startJsonService,
} from '../json-service/server.ts';
import { makeCall } from './calls.ts';
import type { SigningKey } from './signing-keys.ts';

export type KeyServiceOptions = Pick<JsonServiceOptions, 'region' | 'callers' | 'secretOf'> & {
  readonly keys: readonly SigningKey[];
};

/** The stand-in for the key service: it signs with keys that lie in files, and encrypts nothing. */
export function startKeyService(options: KeyServiceOptions): Promise<RunningJsonService> {
  return startJsonService({
    ...options,
    ...{ service: 'kms', target: 'TrentService' },
    call: (name, input, mayDo) => makeCall(name, input, options.keys, mayDo),
  });
}
