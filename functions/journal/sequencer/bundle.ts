import * as z from 'zod';
import { type EntryId, entryId } from '../../../shared/kernel/id.ts';
import type { Key } from '../../_platform/dynamodb.ts';

/** All that publishing a batch takes: which entries got which indices, and every object by its address. */
export type Packed = {
  readonly entries: readonly { readonly id: EntryId; readonly index: number; readonly key: Key }[];
  readonly objects: ReadonlyMap<string, Uint8Array>;
};

const header = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: entryId,
      index: z.int().min(0),
      key: z.strictObject({ pk: z.string(), sk: z.string() }),
    }),
  ),
  objects: z.array(z.tuple([z.string(), z.int().min(0)])),
});

const utf8 = new TextEncoder();
const lengthBytes = 4;

/** A length in four bytes, a header of that length in JSON, and the objects one behind the other. */
export function packBundle({ entries, objects }: Packed): Uint8Array {
  const listed = [...objects].map(([path, bytes]) => [path, bytes.length]);
  const head = utf8.encode(JSON.stringify({ entries, objects: listed }));
  const length = new Uint8Array(lengthBytes);
  new DataView(length.buffer).setUint32(0, head.length);
  return Buffer.concat([length, head, ...objects.values()]);
}

/** @throws where the bytes are no bundle, which only a damaged store could give us. */
export function unpackBundle(bytes: Uint8Array): Packed {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0);
  let at = lengthBytes + length;
  const text = new TextDecoder().decode(bytes.slice(lengthBytes, at));
  const { entries, objects } = header.parse(JSON.parse(text));
  const cut = objects.map(([path, size]): [string, Uint8Array] => {
    const object = bytes.slice(at, at + size);
    at += size;
    return [path, object];
  });
  if (at !== bytes.length) throw new Error('the staged bundle is damaged');
  return { entries, objects: new Map(cut) };
}
