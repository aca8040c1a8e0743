import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const kept = z.strictObject({
  /** The mail service's own name of it. */
  id: z.string(),
  at: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  /** The whole message as it was handed in. */
  raw: z.string(),
});

/** A mail that the stand-in for the mail service took. It goes nowhere but here. */
export type KeptMail = z.output<typeof kept>;

export type Mailbox = {
  /** Keeps the mail; it is on disk when this returns. */
  take(mail: Omit<KeptMail, 'id' | 'at'>): KeptMail;
  /** Newest first; those to one address only, where one is named. */
  list(to?: string): readonly KeptMail[];
  find(id: string): KeptMail | undefined;
};

/** More than a demonstration ever sends; the oldest go first. */
const mailsMax = 500;

/** Opens the folder, or a mailbox in memory alone where none is given. */
export function openMailbox(folder?: string): Mailbox {
  const mails = folder === undefined ? [] : read(folder);
  const forget = () => {
    for (const gone of mails.splice(mailsMax)) {
      if (folder !== undefined) rmSync(join(folder, `${gone.id}.json`), { force: true });
    }
  };
  return {
    take: (mail) => {
      const now = new Date();
      const serial = `${now.getTime().toString(16).padStart(12, '0')}${randomBytes(6).toString('hex')}`;
      const taken: KeptMail = { id: serial, at: now.toISOString(), ...mail };
      if (folder !== undefined) {
        writeFileSync(join(folder, `${taken.id}.json`), JSON.stringify(taken), { mode: 0o600 });
      }
      mails.unshift(taken);
      forget();
      return taken;
    },
    list: (to) => (to === undefined ? [...mails] : mails.filter((mail) => mail.to.includes(to))),
    find: (id) => mails.find((mail) => mail.id === id),
  };
}

/** What is no mail of ours, such as one half written when the machine stopped, is left out. */
function read(folder: string): KeptMail[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder).filter((name) => /^[0-9a-f]{24}\.json$/.test(name));
  return names
    .sort()
    .reverse()
    .flatMap((name) => {
      try {
        return [kept.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))];
      } catch {
        return [];
      }
    });
}
