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
