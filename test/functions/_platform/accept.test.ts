import { describe, expect, it } from 'vitest';
import { preferred } from '../../../functions/_platform/accept.ts';

const offered = ['application/json', 'application/pdf'];

describe('Accept (RFC 9110 section 12.5.1)', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/pdf', 'application/pdf'],
    ['Application/PDF;q=0.5', 'application/pdf'],
    ['application/*', 'application/json'],
    ['application/json;q=0.9, application/pdf', 'application/pdf'],
    ['application/pdf;q=0.1, */*;q=0.2', 'application/json'],
    ['*/*, application/json;q=0', 'application/pdf'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
  ])('%s gives %s', (accept, type) => {
    expect(preferred(accept, offered)).toBe(type);
  });

  it.each([
    'text/html',
    'image/*',
    'application/pdf;q=0',
    '*/*;q=0',
    'application/pdf;q=2',
    ',;,',
    'pdf',
    '*',
  ])('%s gives nothing, which is answered 406', (accept) => {
    expect(preferred(accept, offered)).toBeUndefined();
  });
});
