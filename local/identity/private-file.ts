import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type * as z from 'zod';
import { Refusal } from '../refusal.ts';

/** Where the identity provider keeps its keys and secrets inside the data folder of the local cloud. */
export const identityFolder = (dataFolder: string): string => join(dataFolder, 'identity');

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reads what was kept; undefined when nothing was.
 * @throws Refusal when the file is there but damaged: a new value would silently void what rests on the old one.
 */
export async function readPrivate<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await textOf(file);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Refusal(`${file} is damaged: remove it, or begin anew with "npm start -- --fresh"`);
  }
}

/**
 * Reads what was kept, or makes it and keeps it, readable by its owner alone (0600).
 * The file appears whole or not at all, and the first of two writers wins: a link never replaces an existing file.
 */
export async function keepPrivate<T>(file: string, schema: z.ZodType<T>, make: () => Promise<T>): Promise<T> {
  const kept = await readPrivate(file, schema);
  if (kept !== undefined) return kept;
  const made = await make();
  const draft = await writeDraft(file, made);
  try {
    await link(draft, file);
    return made;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return (await readPrivate(file, schema)) ?? made;
  } finally {
    await unlink(draft);
  }
}

/** Keeps another value in place of the old one; whoever reads finds one of them whole, also after a crash. */
export async function replacePrivate(file: string, value: unknown): Promise<void> {
  await rename(await writeDraft(file, value), file);
}

/** A file beside the one that is meant, written to the disk. */
async function writeDraft(file: string, value: unknown): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(value));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}
