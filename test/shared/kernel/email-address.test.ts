import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailAddress, sameMailbox } from '../../../shared/kernel/email-address.ts';

describe('an e-mail address', () => {
  it.each([
    ['a@b.co', 'a@b.co'],
    ["o'neil+filings@Sub.Example.ORG", "o'neil+filings@sub.example.org"],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
    ['zhang@XN--FIQS8S.xn--fiqs8s', 'zhang@xn--fiqs8s.xn--fiqs8s'],
  ])('%s is taken, its domain in lower case', (given, kept) => {
    expect(emailAddress.parse(given)).toBe(kept);
  });

  it.each([
    ...['', 'a', '@b.co', 'a@', 'a@b', 'a@b.c', 'a@@b.co', 'a b@c.co', 'a@b..co', 'a.@b.co', '.a@b.co'],
    ...[
      'a@-b.co',
      'a@b-.co',
      'a@[127.0.0.1]',
      '"a b"@c.co',
      'a@b.co, c@d.co',
      'A <a@b.co>',
      '用户@例子.中国',
    ],
    ...['a@b.co\r\nBcc: c@d.co', 'a@b.co\n', '\u202ea@b.co', 'a\u0000@b.co', '=?utf-8?q?a?=@b.co'],
    ...[`${'a'.repeat(65)}@b.co`, `a@${'b.'.repeat(130)}co`],
  ])('%j is refused', (given) => {
    expect(emailAddress.safeParse(given).success).toBe(false);
  });

  it('holds nothing that a header would take for something else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.emailAddress(), (noise, address) => {
        for (const text of [noise, address, `${noise}@b.co`, address.replace('.', noise)]) {
          const parsed = emailAddress.safeParse(text);
          if (parsed.success) expect(parsed.data).toMatch(/^[A-Za-z0-9_%+'.@-]{1,254}$/);
        }
      }),
    );
  });

  it('is one mailbox in either case', () => {
    expect(sameMailbox(emailAddress.parse('A.B@c.CO'))).toBe(sameMailbox(emailAddress.parse('a.b@C.co')));
  });
});
