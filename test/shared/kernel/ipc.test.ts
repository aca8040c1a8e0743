import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipc, locarno, parseIpc } from '../../../shared/kernel/ipc.ts';

describe('IPC (J3)', () => {
  it('takes a symbol apart', () => {
    expect(parseIpc('H04L 9/32')).toEqual({
      symbol: 'H04L 9/32',
      section: 'H',
      class: 'H04',
      subclass: 'H04L',
      mainGroup: '9',
      subgroup: '32',
    });
  });

  it.each([
    ['F01N1/00', 'F01N 1/00'],
    ['f01n  1/00', 'F01N 1/00'],
    ['F01N 0001/00', 'F01N 1/00'],
    [' B63H 11/08 ', 'B63H 11/08'],
    ['A61K   31/4709', 'A61K 31/4709'],
    ['C12N 15 / 113', 'C12N 15/113'],
  ])('reads %j as %s', (text, symbol) => {
    expect(ipc.parse(text)).toBe(symbol);
    expect(parseIpc(text)?.symbol).toBe(symbol);
  });

  it.each([
    '',
    'H04L',
    'I04L 9/32',
    'H4L 9/32',
    'H00L 9/32',
    'H04L 9',
    'H04L 9/3',
    'H04L 0/32',
    'H04L 12345/00',
    'H04L 9/1234567',
    'H04L 9/32 (2006.01)',
    'H04L 9/32;H04L 9/08',
    '14-02',
  ])('refuses %j', (text) => {
    expect(parseIpc(text)).toBeUndefined();
    expect(ipc.safeParse(text).error?.issues.map(({ message }) => message)).toEqual(['ipc.format']);
  });

  it('gives each well-formed symbol itself, and its parts make it up again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-H](0[1-9]|[1-9]\d)[A-Z] [1-9]\d{0,3}\/\d{2,6}$/), (symbol) => {
        const parsed = parseIpc(symbol);
        expect(parsed?.symbol).toBe(symbol);
        expect(`${parsed?.subclass} ${parsed?.mainGroup}/${parsed?.subgroup}`).toBe(symbol);
        expect(ipc.parse(symbol)).toBe(symbol);
      }),
    );
  });
});

describe('Locarno (J3)', () => {
  it('is two digits, a hyphen, two digits', () => {
    expect(locarno.parse('14-02')).toBe('14-02');
    for (const text of ['', '14', '1402', '14-2', '00-02', '14-02 ', '14–02', '14-02\n']) {
      expect(locarno.safeParse(text).success, text).toBe(false);
    }
  });
});
