import { describe, expect, it } from 'vitest';
import { faultText } from '../../../../shared/kernel/fault.ts';
import {
  lineFaultCode,
  lineFaultCodes,
  lineFaultOf,
  reasonOf,
} from '../../../../shared/register/import/faults.ts';

describe('why a line was not taken', () => {
  it('is one of the import’s own reasons, each said in Chinese and in English, and no two alike', () => {
    expect(lineFaultCodes).toHaveLength(20);
    for (const code of lineFaultCodes) expect(lineFaultCode(code)).toBe(code);
    const all = lineFaultCodes.map(reasonOf);
    for (const { zh, en } of all) {
      expect(zh, en).toMatch(/\p{Script=Han}/u);
      expect(en, zh).toMatch(/^[A-Z"].*[.]$/);
    }
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(all.length);
    expect(new Set(all.map(({ en }) => en)).size).toBe(all.length);
  });

  it('or what the kernel says of a single value, in the kernel’s words', () => {
    for (const code of ['date.impossible', 'text.tooLong', 'patentNumber.checkDigit'] as const) {
      expect(lineFaultCode(code)).toBe(code);
      expect(reasonOf(code)).toEqual(faultText(code));
    }
  });

  it('is the first that a schema found, where it found several', () => {
    const error = (...messages: string[]) => ({
      issues: messages.map((message) => ({ code: 'custom' as const, path: [], input: 1, message })),
    });
    expect(lineFaultOf(error('text.tooLong', 'text.empty'))).toBe('text.tooLong');
    expect(lineFaultOf(error('line.repeated'))).toBe('line.repeated');
    expect(lineFaultOf(error())).toBe('cell.notAnOption');
  });

  it('or that the value is not one of the options: whatever else a schema says, it is never repeated', () => {
    for (const message of ['Invalid option: expected one of "zh"|"en"', '', 'constructor', 'toString']) {
      expect(lineFaultCode(message), message).toBe('cell.notAnOption');
      expect(reasonOf(message as never), message).toEqual(reasonOf('cell.notAnOption'));
    }
  });
});
