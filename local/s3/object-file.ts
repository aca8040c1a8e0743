import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { CHECKSUM_ALGORITHMS } from './checksum.ts';

/**
 * One version of one object is one file: the bytes, then its description as JSON, then a fixed tail that says where
 * the description begins. So the rename that gives the file its name commits bytes and description together.
 */
const MAGIC = Buffer.from('S3OBJ-1\n', 'latin1');
const TAIL_BYTES = 4 + MAGIC.length;
const MAX_DESCRIPTION_BYTES = 64 * 1024;

const pairs = z.array(z.tuple([z.string(), z.string()]));

const objectDescription = z.strictObject({
  key: z.string(),
  versionId: z.string().regex(/^(null|[0-9a-f]{32})$/),
  /** Sixteen hex digits that grow with every write: the order of versions, and the event's sequencer. */
  sequence: z.string().regex(/^[0-9a-f]{16}$/),
  deleteMarker: z.boolean(),
  size: z.int().nonnegative(),
  /** MD5 of the bytes in hex, without quotes. */
  etag: z.string(),
  /** Milliseconds since 1970, in whole seconds as HTTP shows them. */
  lastModifiedMs: z.int(),
  checksum: z.strictObject({ algorithm: z.enum(CHECKSUM_ALGORITHMS), value: z.string() }).nullable(),
  /** Content-Type and the other headers given back as they came. */
  headers: pairs,
  userMetadata: pairs,
});

export type ObjectDescription = z.infer<typeof objectDescription>;

/** Hashed, so that no key, however long or hostile, ever takes part in a path. */
export function fileNameOf(key: string, versionId: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.${versionId}`;
}

/** Makes a rename or removal in `folder` survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file being written, invisible until `commit`. */
export class StagedFile {
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  static async create(folder: string): Promise<StagedFile> {
    const path = join(folder, randomBytes(16).toString('hex'));
    return new StagedFile(path, await open(path, 'wx', 0o600));
  }

  async append(data: Uint8Array): Promise<void> {
    // appendFile writes until all of it is written; a bare write may stop short.
    await this.#handle.appendFile(data);
  }

  /** Closes the file with its description, and gives it its name: the one step that makes the object exist. */
  async commit(folder: string, description: ObjectDescription): Promise<void> {
    const json = Buffer.from(JSON.stringify(description));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(json.length);
    await this.append(Buffer.concat([json, length, MAGIC]));
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#path, join(folder, fileNameOf(description.key, description.versionId)));
  }

  /** Forgets the file. Safe after `commit`, when there is nothing left to forget. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await unlink(this.#path).catch(() => undefined);
  }
}

/** Reads the description out of an open file. Throws when the file is not one this server wrote whole. */
export async function readDescription(handle: FileHandle, path: string): Promise<ObjectDescription> {
  const { size: fileSize } = await handle.stat();
  const broken = (why: string) => new Error(`${path} is not a stored object: ${why}`);
  if (fileSize < TAIL_BYTES) throw broken('too short');
  const tail = await readAt(handle, fileSize - TAIL_BYTES, TAIL_BYTES);
  if (!tail.subarray(4).equals(MAGIC)) throw broken('wrong tail');
  const length = tail.readUInt32BE(0);
  const start = fileSize - TAIL_BYTES - length;
  if (length > MAX_DESCRIPTION_BYTES || start < 0) throw broken('wrong length');
  const description = objectDescription.parse(JSON.parse((await readAt(handle, start, length)).toString()));
  if (description.size !== start) throw broken(`${start} bytes where ${description.size} are described`);
  if (fileNameOf(description.key, description.versionId) !== basename(path)) throw broken('wrong name');
  return description;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
