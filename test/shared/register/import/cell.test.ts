import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cellReader } from '../../../../shared/register/import/cell.ts';

const short = z.string().max(3, 'text.tooLong');

describe('a cell', () => {
  it('is what its schema makes of it', () => {
    const reader = cellReader({ compensationDays: '35' });
    expect(reader.read('compensationDays', z.string().transform(Number))).toBe(35);
    expect(reader.faults).toEqual([]);
  });

  it('that is blank says nothing; where it is needed, that is a fault', () => {
    const reader = cellReader({});
    expect(reader.read('title', short)).toBeUndefined();
    expect(reader.faults).toEqual([]);
    expect(reader.need('title', short)).toBeUndefined();
    expect(reader.faults).toEqual([{ field: 'title', code: 'cell.required' }]);
  });

  it('that is wrong is told once, with the code of its schema, whether it is needed or not', () => {
    const reader = cellReader({ title: '装置装置', kind: 'x', source: 'abcd' });
    expect(reader.need('title', short)).toBeUndefined();
    expect(reader.read('kind', z.enum(['a']))).toBeUndefined();
    expect(reader.read('source', short)).toBeUndefined();
    expect(reader.faults).toEqual([
      { field: 'title', code: 'text.tooLong' },
      { field: 'kind', code: 'cell.notAnOption' },
      { field: 'source', code: 'text.tooLong' },
    ]);
  });

  it('that is needed and there is no fault', () => {
    const reader = cellReader({ title: '装置' });
    expect(reader.need('title', short)).toBe('装置');
    expect(reader.faults).toEqual([]);
  });

  it('may be found wrong by what reads it; all faults of a line are kept, in their order', () => {
    const reader = cellReader({});
    reader.fail('grantDate', 'title.future');
    reader.need('kind', short);
    reader.fail('kind', 'title.kindDiffers');
    expect(reader.faults).toEqual([
      { field: 'grantDate', code: 'title.future' },
      { field: 'kind', code: 'cell.required' },
      { field: 'kind', code: 'title.kindDiffers' },
    ]);
  });
});
