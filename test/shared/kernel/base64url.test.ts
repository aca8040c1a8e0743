import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../../shared/kernel/base64url.ts';

describe('base64url (RFC 4648 section 5)', () => {
  it("writes what Node's own encoder writes, and reads it back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64url(text)).toEqual(bytes);
      }),
    );
  });

  it('gives each byte string one spelling: whatever decodes encodes to itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,9}$/), (text) => {
        const bytes = decodeBase64url(text);
        if (bytes !== undefined) expect(encodeBase64url(bytes)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses padding, other alphabets, impossible lengths and left-over bits', () => {
    for (const text of ['AA==', 'A', 'AAAAA', '+/+/', 'A A', 'AB', 'AAB', 'ＡＡ', 'AA\n']) {
      expect(decodeBase64url(text), text).toBeUndefined();
    }
    expect(decodeBase64url('AQ')).toEqual(Uint8Array.of(1));
    expect(decodeBase64url('')).toEqual(new Uint8Array(0));
  });
});
