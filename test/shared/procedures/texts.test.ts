import { describe, expect, it } from 'vitest';
import type { Localised } from '../../../shared/kernel/localised.ts';
import { procedures } from '../../../shared/procedures/index.ts';
import { contractItemTexts } from '../../../shared/procedures/pledge/registration/texts.ts';

const han = /\p{Script=Han}/u;

/** Everything that people read of a procedure, each with its place. */
const texts: [string, Localised][] = [...procedures.values()].flatMap(
  ({ id, title, otherGround, clocks, grounds }): [string, Localised][] => [
    [`${id} title`, title],
    [`${id} ${otherGround.id}`, otherGround.heading],
    ...clocks.map(({ channel, source }): [string, Localised] => [`${id} clock ${channel}`, source]),
    ...grounds.flatMap((ground): [string, Localised][] => [
      [`${id} ${ground.id} source`, ground.source],
      [`${id} ${ground.id} heading`, ground.heading],
      [`${id} ${ground.id} text`, ground.text],
    ]),
  ],
);
const items = Object.entries(contractItemTexts).map(([name, text]): [string, Localised] => [name, text]);

const blanks = (text: string) => [...text.matchAll(/\{(\w+?)(?:En)?\}/g)].map(([, name]) => name).sort();

describe('the texts of procedures', () => {
  it('are more than a few', () => {
    expect(texts.length).toBeGreaterThan(150);
    expect(items).toHaveLength(5);
  });

  it.each([...texts, ...items])('%s: in Chinese and in English', (_where, { zh, en }) => {
    expect(zh).toMatch(han);
    expect(en).toMatch(/[A-Za-z]{3}/);
    expect(en).not.toMatch(han);
  });

  it.each(texts)('%s: leaves the same blanks in both', (_where, { zh, en }) => {
    expect(blanks(zh)).toEqual(blanks(en));
  });

  it('of two different grounds, and of two procedures, never read alike', () => {
    for (const { grounds } of procedures.values()) {
      for (const language of ['zh', 'en'] as const) {
        expect(new Set(grounds.map(({ heading }) => heading[language])).size).toBe(grounds.length);
        expect(new Set(grounds.map(({ text }) => text[language])).size).toBe(grounds.length);
      }
    }
    const titles = [...procedures.values()].map(({ title }) => title);
    expect(new Set(titles.map(({ zh }) => zh)).size).toBe(procedures.size);
    expect(new Set(titles.map(({ en }) => en)).size).toBe(procedures.size);
  });
});
