import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { parseCheckpoint } from '../../shared/journal/checkpoint.ts';
import type { Seen } from '../../shared/journal/monitor.ts';
import { parseNote } from '../../shared/journal/note.ts';
import { Refusal } from '../refusal.ts';

const written = z.strictObject({ note: z.string() });

/** What a monitor saw last; undefined at its first look. A file that is unreadable stops it: it never begins anew by itself. */
export function readSeen(file: string): Seen | undefined {
  if (!existsSync(file)) return undefined;
  const unreadable = () => new Refusal(`${file} is not what a monitor wrote: look into it, or name another.`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw unreadable();
  }
  const parsed = written.safeParse(json).data;
  const note = parsed && parseNote(parsed.note);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!parsed || !checkpoint) throw unreadable();
  return { ...checkpoint, note: parsed.note };
}

/** Kept whole or not at all: a monitor that lost its memory would believe a log that forked. */
export function writeSeen(file: string, { note }: Seen): void {
  const made = `${file}.${process.pid}`;
  writeFileSync(made, `${JSON.stringify({ note })}\n`, { mode: 0o600 });
  renameSync(made, file);
}
