import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdFolder, leaveFolder, openDataFolder } from '../../../local/dynamodb/data-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a data folder', () => {
  it('is made where there is none', async () => {
    await openDataFolder(join(folder, 'a', 'b'));
    await access(join(folder, 'a', 'b'));
  });

  it.each([String(process.pid), '999999999', '-1', 'nonsense', ''])(
    'is not blocked by the note %j of a process that is gone or a stranger',
    async (note) => {
      await writeFile(join(folder, 'engine.pid'), note);
      const startedMs = Date.now();
      await openDataFolder(folder);
      expect(Date.now() - startedMs).toBeLessThan(2_000);
    },
  );

  it('may be left twice', async () => {
    await holdFolder(folder, process.pid);
    await leaveFolder(folder);
    await leaveFolder(folder);
    await openDataFolder(folder);
  });

  it('with an empty database file is a new one', async () => {
    await writeFile(join(folder, 'shared-local-instance.db'), '');
    await openDataFolder(folder);
  });

  it('that another program has locked is in use and not corrupt', async () => {
    const database = new DatabaseSync(join(folder, 'shared-local-instance.db'));
    database.exec('CREATE TABLE a (b); BEGIN EXCLUSIVE');
    await expect(openDataFolder(folder)).rejects.toMatchObject({ code: 'folder-in-use' });
    database.exec('ROLLBACK');
    database.close();
    await openDataFolder(folder);
  });
});
