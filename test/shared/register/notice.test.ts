import { describe, expect, it } from 'vitest';
import {
  mutableCodes,
  notice,
  noticeCodes,
  noticeKinds,
  noticeText,
} from '../../../shared/register/notice.ts';
import { entryNo, filingNo, moment, partyNo } from './sample.ts';
import { expectShape, idOf } from './shape.ts';

describe('what parties are told', () => {
  it.each(noticeCodes)('%s has a title and a step, in Chinese and in English', (code) => {
    const { title, step } = noticeKinds[code];
    for (const { zh, en } of [title, step]) {
      expect(zh).toMatch(/^\p{Script=Han}.*\p{Script=Han}$/u);
      expect(en).toMatch(/^[A-Z][A-Za-z ,:’]+[a-z]$/);
    }
  });

  it('is told apart by the title, which is the subject of the mail', () => {
    const titles = noticeCodes.map((code) => noticeKinds[code].title);
    expect(new Set(titles.map(({ zh }) => zh)).size).toBe(noticeCodes.length);
    expect(new Set(titles.map(({ en }) => en)).size).toBe(noticeCodes.length);
  });

  it('is shown in the inbox as title and step', () => {
    expect(noticeText('registered')).toEqual({
      zh: '登记通知：申请已准予登记，可查看登记内容',
      en: 'Registered: The filing is registered: its registration can be read',
    });
    for (const code of noticeCodes) {
      const { title, step } = noticeKinds[code];
      const { zh, en } = noticeText(code);
      expect([zh.startsWith(title.zh), zh.endsWith(step.zh)], zh).toEqual([true, true]);
      expect([en.startsWith(title.en), en.endsWith(step.en)], en).toEqual([true, true]);
    }
  });

  it('may be muted only where no right is lost by missing it (A2.4, A4.1)', () => {
    expect(mutableCodes).toEqual([
      ...['consent-asked', 'consent-voided', 'signature-asked', 'registered', 'withdrawn'],
    ]);
    for (const code of mutableCodes) expect(noticeKinds[code].mutable).toBe(true);
    for (const code of ['correction-requested', 'declaration-awaited', 'refused', 'returned'] as const)
      expect(noticeKinds[code].mutable, code).toBe(false);
  });
});

describe('a notice', () => {
  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(notice, {
      full: {
        ...{ id: idOf('ntc'), at: moment('2026-11-23T02:00:00.000Z'), filing: filingNo(1) },
        ...{ code: 'registered', entry: entryNo(1), number: 'Y2026980000001', principal: partyNo(1) },
      },
      optional: ['/entry', '/number', '/principal'],
      taken: { '/code': noticeCodes, '/number': ['x'.repeat(64)] },
      refused: { '/code': ['nonsense', ''], '/number': ['x'.repeat(65)] },
    });
  });
});
