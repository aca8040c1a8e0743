import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, negotiate } from '../../../shared/kernel/localised.ts';

describe('negotiate (RFC 9110 section 12.5.4)', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['zh-Hant-TW', 'zh'],
    ['fr', 'zh'],
    ['fr, en;q=0.1', 'en'],
    ['en;q=0.8, zh;q=0.9', 'zh'],
    ['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en, zh', 'en'],
    ['zh, en', 'zh'],
    ['en;q=0.5, zh;q=0.5', 'en'],
    ['*', 'zh'],
    ['en, *;q=0.5', 'en'],
    ['*;q=0.5, en;q=0.3', 'zh'],
    ['zh;q=0, *', 'en'],
    ['zh;q=0', 'zh'],
    ['en;q=0', 'zh'],
    ['en;q=0, zh;q=0', 'zh'],
    ['english', 'zh'],
    ['en ; q=0.2 , zh;q=0.1', 'en'],
    ['en;q=1.000', 'en'],
    ['en;q=2', 'zh'],
    ['en;q=abc, zh;q=0.1', 'zh'],
    ['en;level=1', 'zh'],
    [',,, ;q=1', 'zh'],
  ])('%s gives %s', (header, language) => {
    expect(negotiate(header)).toBe(language);
  });

  it('answers whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(['zh', 'en']).toContain(negotiate(header));
      }),
    );
  });
});

describe('fill', () => {
  const text = { zh: '专利{number}，第{count}次', en: 'Patent {number}, {count} times, {number}' };

  it('fills both languages, each place', () => {
    expect(fill(text, { number: '2017106018623', count: 2 })).toEqual({
      zh: '专利2017106018623，第2次',
      en: 'Patent 2017106018623, 2 times, 2017106018623',
    });
  });

  it('never fills what a parameter brought along, nor interprets it', () => {
    expect(fill({ zh: '{a}{b}', en: '{a}' }, { a: '{b}', b: '$&' })).toEqual({ zh: '{b}$&', en: '{b}' });
  });

  it('leaves unknown names, inherited ones included, as they are written', () => {
    expect(fill({ zh: '{x}', en: '{toString} {constructor} {}' }, {})).toEqual({
      zh: '{x}',
      en: '{toString} {constructor} {}',
    });
  });
});
