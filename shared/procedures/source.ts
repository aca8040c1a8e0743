import type { Localised } from '../kernel/localised.ts';

/**
 * An article of the 《专利权质押登记办法》 (CNIPA Announcement 461, in force since 2021-11-15), with the item
 * of its list where it has one.
 */
export function announcement461(article: number, item?: number): Localised {
  const [zhItem, enItem] = item === undefined ? ['', ''] : [`第（${item}）项`, `(${item})`];
  return {
    zh: `《专利权质押登记办法》（国家知识产权局公告第461号）第${article}条${zhItem}`,
    en: `Measures for Patent Pledge Registration (CNIPA Announcement 461), article ${article}${enItem}`,
  };
}

export const announcement461From = '2021-11-15';

/** An article of the 《民法典》 (Civil Code, in force since 2021-01-01). */
export function civilCode(article: number): Localised {
  return { zh: `《民法典》第${article}条`, en: `Civil Code, article ${article}` };
}

export const civilCodeFrom = '2021-01-01';

/** One code for each organisation, for life: State Council document 国发〔2015〕33号. */
export const oneCode: Localised = {
  zh: '《法人和其他组织统一社会信用代码制度建设总体方案》（国发〔2015〕33号）',
  en: 'Plan for the unified social credit code (State Council document 2015 no. 33)',
};

export const oneCodeFrom = '2015-10-01';

/** What no law states and the register needs; each stands with its reason in `docs/rules.md`. */
export const houseRule: Localised = { zh: '本系统规则', en: 'A rule of this register' };
