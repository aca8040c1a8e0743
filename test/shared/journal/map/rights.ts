import { parsePatentNumber, patentCheckDigit } from '../../../../shared/kernel/patent-number.ts';
import { type RightId, rightOf } from '../../../../shared/kernel/right.ts';

/** Rights with numbers of the register's form, from the first application of a year on. */
export function rightsForTest(count: number, year = 2017): RightId[] {
  return Array.from({ length: count }, (_, at) => {
    const digits = `${year}1${String(at).padStart(7, '0')}`;
    const parsed = parsePatentNumber(`${digits}${patentCheckDigit(digits)}`);
    if (!parsed.ok) throw new Error(`no patent number: ${digits}`);
    return rightOf(parsed.number);
  });
}
