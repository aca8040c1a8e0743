import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { procedures } from '../../../shared/procedures/index.ts';

const root = new URL('../../../', import.meta.url);
const text = readFileSync(new URL('docs/rules.md', root), 'utf8');

/** The short names of folders, as the document itself introduces them. */
const folders = [
  ['pledge/', 'shared/procedures/pledge/registration/'],
  ['party/', 'shared/procedures/party/'],
  ['mandate/', 'shared/procedures/mandate/'],
  ['register/', 'shared/register/'],
  ['kernel/', 'shared/kernel/'],
] as const;

function fullPath(path: string): string {
  const [short, long] = folders.find(([start]) => path.startsWith(start)) ?? ['', ''];
  return long + path.slice(short.length);
}

describe('docs/rules.md', () => {
  it('explains every ground that a finding can name', () => {
    for (const procedure of procedures.values()) {
      for (const { id } of procedure.grounds)
        expect(text).toMatch(new RegExp(`\\b${id.replace('.', '\\.')}\\b`));
    }
  });

  it('names only files that there are', () => {
    const paths = [...text.matchAll(/`([\w/-]+\/[\w.-]*\.(?:ts|json|md))`/g)].flatMap(
      ([, path]) => path ?? [],
    );
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(new URL(fullPath(path), root)))).toEqual([]);
  });
});
