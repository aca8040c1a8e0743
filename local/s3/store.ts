import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lockFolder } from './folder-lock.ts';
import { KeyIndex } from './key-index.ts';
import {
  fileNameOf,
  type ObjectDescription,
  readDescription,
  StagedFile,
  syncFolder,
} from './object-file.ts';

const SCANNED_AT_ONCE = 32;
const EMPTY_MD5 = createHash('md5').digest('hex');

/** What the writer knows of a new object; the store adds version, order and time. */
export type ObjectDraft = Omit<
  ObjectDescription,
  'versionId' | 'sequence' | 'lastModifiedMs' | 'deleteMarker'
>;

/** Looks at the current version and throws to stop the write; runs alone on its key. */
export type Precondition = (current: ObjectDescription | undefined) => void;

type Bucket = { readonly folder: string; readonly versioned: boolean; readonly index: KeyIndex };

export type OpenObject = { readonly description: ObjectDescription; readonly handle: FileHandle };

/**
 * Buckets on disk: `buckets/<name>/<sha256 of key>.<version>`, one file a version, and `staging/` for files under way.
 * Renaming out of staging is the only way in, removing a file the only way out, so a crash leaves the old or the new.
 */
export class Store {
  readonly #buckets = new Map<string, Bucket>();
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #staging: string;
  readonly #now: () => number;
  readonly #unlock: () => void;
  #lastSequence = 0n;

  private constructor(folder: string, now: () => number) {
    this.#staging = join(folder, 'staging');
    this.#now = now;
    mkdirSync(folder, { recursive: true });
    this.#unlock = lockFolder(folder);
  }

  /** Opens the folder, clears what a crash left in staging, and reads what every bucket holds. */
  static async open(
    folder: string,
    buckets: readonly { readonly name: string; readonly versioned: boolean }[],
    now: () => number,
  ): Promise<Store> {
    const root = resolve(folder);
    const store = new Store(root, now);
    try {
      rmSync(store.#staging, { recursive: true, force: true });
      mkdirSync(store.#staging);
      mkdirSync(join(root, 'buckets'), { recursive: true });
      for (const { name, versioned } of buckets) {
        const path = join(root, 'buckets', name);
        mkdirSync(path, { recursive: true });
        store.#buckets.set(name, { folder: path, versioned, index: await store.#scan(path) });
      }
      await syncFolder(join(root, 'buckets'));
      await syncFolder(root);
    } catch (error) {
      store.close();
      throw error;
    }
    return store;
  }

  close(): void {
    this.#unlock();
  }

  index(bucket: string): KeyIndex {
    return this.#bucket(bucket).index;
  }

  stage(): Promise<StagedFile> {
    return StagedFile.create(this.#staging);
  }

  /** Makes a staged file the current version of its key. Throws what `precondition` throws. */
  async put(bucket: string, draft: ObjectDraft, staged: StagedFile, precondition: Precondition) {
    return this.#alone(bucket, draft.key, async (home) => {
      precondition(home.index.current(draft.key));
      return this.#commit(home, draft, staged, false);
    });
  }

  /**
   * Removes the object: by a delete marker where versions are kept, else for good.
   * Returns the marker, or undefined when nothing was written.
   */
  async remove(bucket: string, key: string): Promise<ObjectDescription | undefined> {
    return this.#alone(bucket, key, async (home) => {
      const versions = home.index.versions(key);
      if (!home.versioned && versions.every((each) => each.versionId === 'null')) {
        if (versions.length > 0) await this.#unlink(home, key, 'null');
        return undefined;
      }
      const staged = await this.stage();
      const draft: ObjectDraft = {
        key,
        size: 0,
        etag: EMPTY_MD5,
        checksum: null,
        headers: [],
        userMetadata: [],
      };
      try {
        return await this.#commit(home, draft, staged, true);
      } finally {
        await staged.discard();
      }
    });
  }

  /** Removes one version for good and returns it; undefined when there is none. */
  async removeVersion(
    bucket: string,
    key: string,
    versionId: string,
  ): Promise<ObjectDescription | undefined> {
    return this.#alone(bucket, key, async (home) => {
      const version = home.index.versions(key).find((each) => each.versionId === versionId);
      if (version) await this.#unlink(home, key, versionId);
      return version;
    });
  }

  /**
   * Opens a version for reading; the caller closes the handle. The description is read from the very file opened,
   * so bytes and headers agree even when a writer replaces the object in between.
   */
  async openVersion(bucket: string, { key, versionId }: ObjectDescription): Promise<OpenObject | undefined> {
    const path = join(this.#bucket(bucket).folder, fileNameOf(key, versionId));
    let handle: FileHandle;
    try {
      handle = await open(path, 'r');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    try {
      return { description: await readDescription(handle, path), handle };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  #bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) throw new Error(`No bucket ${name}`);
    return bucket;
  }

  async #commit(home: Bucket, draft: ObjectDraft, staged: StagedFile, deleteMarker: boolean) {
    const description: ObjectDescription = {
      ...draft,
      deleteMarker,
      versionId: home.versioned ? randomBytes(16).toString('hex') : 'null',
      sequence: this.#nextSequence(),
      lastModifiedMs: Math.floor(this.#now() / 1000) * 1000,
    };
    await staged.commit(home.folder, description);
    try {
      await syncFolder(home.folder);
    } finally {
      // The file has its name: the index must say so even if the folder could not be flushed.
      home.index.put(description);
    }
    return description;
  }

  async #unlink(home: Bucket, key: string, versionId: string): Promise<void> {
    await unlink(join(home.folder, fileNameOf(key, versionId)));
    home.index.remove(key, versionId);
    await syncFolder(home.folder);
  }

  /** Grows with the clock and never goes back, even if the clock does. */
  #nextSequence(): string {
    const byClock = BigInt(Math.floor(this.#now())) << 16n;
    this.#lastSequence = byClock > this.#lastSequence ? byClock : this.#lastSequence + 1n;
    return this.#lastSequence.toString(16).padStart(16, '0');
  }

  /** Runs the work when every earlier work on the same key is over. */
  async #alone<T>(bucket: string, key: string, work: (home: Bucket) => Promise<T>): Promise<T> {
    const home = this.#bucket(bucket);
    const name = `${bucket}/${key}`;
    const before = this.#tails.get(name) ?? Promise.resolve();
    const run = before.then(() => work(home));
    const tail = run.catch(() => undefined);
    this.#tails.set(name, tail);
    try {
      return await run;
    } finally {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }

  async #scan(folder: string): Promise<KeyIndex> {
    const names = readdirSync(folder);
    const found: ObjectDescription[] = [];
    const reader = async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        const path = join(folder, name);
        const handle = await open(path, 'r');
        try {
          found.push(await readDescription(handle, path));
        } finally {
          await handle.close();
        }
      }
    };
    await Promise.all(Array.from({ length: SCANNED_AT_ONCE }, reader));
    for (const { sequence } of found) {
      const value = BigInt(`0x${sequence}`);
      if (value > this.#lastSequence) this.#lastSequence = value;
    }
    return KeyIndex.of(found);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
