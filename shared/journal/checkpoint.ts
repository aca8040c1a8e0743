import { decodeBase64, encodeBase64 } from './base64.ts';
import { sizeMax } from './proof.ts';
import { HASH_BYTES, type Hash } from './tree.ts';

/** The address of the newest checkpoint below the log's prefix (C2SP tlog-tiles). */
export const checkpointPath = 'checkpoint';

/** C2SP tlog-checkpoint: what a log says of itself at a size. */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
};

/** The text of the note that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/** The checkpoint in a note's text; undefined where it is none. Extension lines are let stand and not looked at. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n');
  if (rest.pop() !== '' || rest.includes('') || origin === '') return undefined;
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || Number(size) > sizeMax) return undefined;
  const root = decodeBase64(encoded);
  return root?.length === HASH_BYTES ? { origin, size: Number(size), root } : undefined;
}
