import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resourceTypes, type Treatment } from '../../../local/template/resource-types.ts';

const page = readFileSync(new URL('../../../docs/local-cloud.md', import.meta.url), 'utf8');

/** The types that the page lists under a heading. */
function listed(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = section.split('\n').map((row) => row.split('|')[1] ?? '');
  return [...cells.join(' ').matchAll(/`(\w+::\w+)`/g)].map(([, type]) => `AWS::${type}`).toSorted();
}

describe('the page on the local cloud', () => {
  it.each([
    ['Run', 'run'],
    ['Substituted', 'substituted'],
    ['Inert', 'inert'],
  ] satisfies [string, Treatment][])('lists under %s what the table of types says', (heading, treatment) => {
    const types = Object.entries(resourceTypes).filter(([, [given]]) => given === treatment);
    expect(listed(heading)).toEqual(types.map(([type]) => type).toSorted());
  });
});
