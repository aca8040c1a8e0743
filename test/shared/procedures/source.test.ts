import { describe, expect, it } from 'vitest';
import { procedures } from '../../../shared/procedures/index.ts';
import { announcement461, civilCode, houseRule, oneCode } from '../../../shared/procedures/source.ts';

describe('the source of a rule', () => {
  it('names the article of Announcement 461, and the item of its list where it has one', () => {
    expect(announcement461(11)).toEqual({
      zh: '《专利权质押登记办法》（国家知识产权局公告第461号）第11条',
      en: 'Measures for Patent Pledge Registration (CNIPA Announcement 461), article 11',
    });
    expect(announcement461(11, 6)).toEqual({
      zh: '《专利权质押登记办法》（国家知识产权局公告第461号）第11条第（6）项',
      en: 'Measures for Patent Pledge Registration (CNIPA Announcement 461), article 11(6)',
    });
  });

  it('names the article of the Civil Code', () => {
    expect(civilCode(168)).toEqual({ zh: '《民法典》第168条', en: 'Civil Code, article 168' });
  });

  it('of every ground came into force on a day that is told with it', () => {
    const from = new Map([
      ['CNIPA Announcement 461', '2021-11-15'],
      ['Civil Code', '2021-01-01'],
      [oneCode.en, '2015-10-01'],
      [houseRule.en, '2021-11-15'],
    ]);
    for (const { grounds } of procedures.values()) {
      for (const { id, source, validFrom, validTo } of grounds) {
        const [, day] = [...from].find(([name]) => source.en.includes(name)) ?? [];
        expect([id, validFrom, validTo]).toEqual([id, day, undefined]);
      }
    }
  });
});
