import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeLetter,
  digestLetter,
  type Letter,
  noticeLetter,
} from '../../../functions/notices/mail/letter.ts';
import { encoded, type Message, written } from '../../../functions/notices/mail/message.ts';
import { judged } from '../../../functions/notices/mail/sender.ts';
import { readMessage } from '../../../local/mailbox/message.ts';
import { faultOf } from '../../../local/mailbox/sending.ts';
import { newId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { type Notice, noticeCodes, noticeKinds } from '../../../shared/register/notice.ts';

const bytes = new Uint8Array(10);
const told = (code: Notice['code'], more: Partial<Notice> = {}): Notice => ({
  ...{ id: newId('ntc', 1, bytes), at: instantOf(Date.UTC(2026, 10, 22, 16, 30)) },
  ...{ filing: newId('fil', 1, bytes), code, ...more },
});
const letter: Letter = {
  mailing: {
    send: async () => ({ kind: 'sent', message: '' }),
    from: 'notices@register.example',
    origin: 'https://register.example',
  },
  ...{ demonstration: true, to: 'reader@mail.example', language: 'both', id: 'ntc_1.d1', nowMs: 0 },
  unsubscribeToken: 'T'.repeat(32),
};
const plain: Message = {
  from: { name: '登记簿', address: 'notices@register.example' },
  ...{ to: 'reader@mail.example', subject: 's', date: new Date(0), id: 'a@b', languages: ['zh'] },
  ...{ text: 't', html: '<p>h</p>' },
};

describe('a message', () => {
  it('is ASCII in lines of at most 78 characters but for links, and says by whom and for whom it is', () => {
    const raw = noticeLetter(letter, { notice: told('refused'), procedure: 'pledge.registration' });
    expect(raw).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(faultOf(raw)).toBeUndefined();
    const long = raw
      .split('\r\n')
      .filter((line) => line.length > 78 && !line.startsWith('List-Unsubscribe:'));
    expect(long).toEqual([]);
    const { headers } = readMessage(raw);
    expect(headers).toMatchObject({
      from: '知识产权登记簿 IP Register <notices@register.example>',
      to: '<reader@mail.example>',
      subject: '【知识产权登记】【演示】不予登记通知书 Notice of refusal of registration',
      'message-id': '<ntc_1.d1@register.example>',
      'auto-submitted': 'auto-generated',
      'list-unsubscribe': `<https://register.example/v1/unsubscriptions/${'T'.repeat(32)}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'content-language': 'zh, en',
    });
  });

  it('encodes any subject so that it reads the same, in words of 75 characters, never within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (subject) => {
        fc.pre(subject.isWellFormed() && !/[\r\n]/.test(subject) && subject.trim() === subject);
        for (const word of encoded(subject).split('\r\n ')) {
          if (word.startsWith('=?')) expect(word.length).toBeLessThanOrEqual(75);
        }
        expect(readMessage(written({ ...plain, subject })).headers['subject']).toBe(subject);
      }),
    );
    for (const subject of ['𠮷㐂'.repeat(150), '\u202eRTL\u2066', 'a\u0000b', '=?UTF-8?B?eA==?=']) {
      expect(readMessage(written({ ...plain, subject })).headers['subject']).toBe(subject);
    }
  });

  it('lets no value begin a header of its own', () => {
    for (const evil of ['x\r\nBcc: y@z.co', 'x\nBcc: y@z.co', 'x\r\n\r\nbody']) {
      const raw = written({ ...plain, subject: evil });
      expect(readMessage(raw).headers).not.toHaveProperty('bcc');
      expect(faultOf(raw)).toBeUndefined();
      expect(() => written({ ...plain, to: evil })).toThrow();
      expect(() => written({ ...plain, id: evil })).toThrow();
      expect(() => written({ ...plain, from: { name: 'x', address: evil } })).toThrow();
    }
  });
});

describe('a mail about a notice', () => {
  it.each(noticeCodes)('%s says in both languages what happened and what to do', (code) => {
    const { title, step } = noticeKinds[code];
    const raw = noticeLetter(letter, { notice: told(code), procedure: 'pledge.registration' });
    const { headers, text, html } = readMessage(raw);
    expect(headers['subject']).toContain(`${title.zh} ${title.en}`);
    for (const part of [title.zh, title.en, step.zh, step.en, '演示数据', 'fil_'])
      expect(text).toContain(part);
    expect(html).toContain(step.zh);
    expect(text).toContain('2026-11-23 00:30');
  });

  it('has one language where one is asked for', () => {
    const { text, headers } = readMessage(
      noticeLetter({ ...letter, language: 'en' }, { notice: told('withdrawn'), procedure: undefined }),
    );
    expect(text).not.toMatch(/\p{Script=Han}/u);
    expect(headers['subject']).toBe('[IP Register] [DEMONSTRATION] The filing was withdrawn');
  });

  it('leads to the public address alone, and to what was registered', () => {
    const notice = told('registered', { number: 'Y2026980000001' });
    const { text, html } = readMessage(noticeLetter(letter, { notice, procedure: 'pledge.registration' }));
    const links = [...`${text} ${html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect(link).toMatch(/^https:\/\/register\.example\/v1\//);
    expect(links).toContain('https://register.example/v1/pledges/Y2026980000001');
    expect(html).not.toMatch(/<(img|script|style|link|iframe|form)/);
  });

  it('bears no mark of a demonstration in a legal register', () => {
    const raw = noticeLetter(
      { ...letter, demonstration: false },
      { notice: told('refused'), procedure: undefined },
    );
    expect(readMessage(raw).headers['subject']).not.toContain('演示');
    expect(readMessage(raw).text).not.toContain('演示');
  });

  it('of a code has no link at all', () => {
    const raw = codeLetter({ ...letter, unsubscribeToken: undefined }, 'abcd-efgh');
    const { headers, text, html } = readMessage(raw);
    expect(headers).not.toHaveProperty('list-unsubscribe');
    expect(text).toContain('验证码：abcd-efgh');
    expect(text + html).not.toContain('https://');
  });

  it('of a day tells of each notice, and that there are more', () => {
    const all = noticeCodes.map((code) => ({ notice: told(code), procedure: 'pledge.registration' }));
    const { text, headers } = readMessage(digestLetter(letter, all, true));
    expect(headers['subject']).toContain(`每日汇总（${all.length}）`);
    for (const code of noticeCodes) expect(text).toContain(noticeKinds[code].title.zh);
    expect(text).toContain('其余通知见收件箱');
  });
});

describe('an answer of the mail service', () => {
  const failed = (name: string, status?: number, code?: string) =>
    judged(Object.assign(new Error(name), { name, code, $metadata: { httpStatusCode: status } })).kind;
  it.each([
    ['TooManyRequestsException', 429, undefined, 'later'],
    ['LimitExceededException', 400, undefined, 'later'],
    ['SendingPausedException', 400, undefined, 'later'],
    ['Error', undefined, 'ECONNREFUSED', 'later'],
    ['MessageRejected', 400, undefined, 'refused'],
    ['AccessDeniedException', 403, undefined, 'refused'],
    ['InternalFailure', 500, undefined, 'uncertain'],
    ['Error', undefined, 'ECONNRESET', 'uncertain'],
    ['TimeoutError', undefined, undefined, 'uncertain'],
    ['AbortError', undefined, undefined, 'uncertain'],
  ])('%s %s %s means %s', (name, status, code, kind) => {
    expect(failed(name, status, code)).toBe(kind);
  });

  it('that is no error at all is uncertain', () => {
    expect([judged(undefined).kind, judged('x').kind]).toEqual(['uncertain', 'uncertain']);
  });
});
