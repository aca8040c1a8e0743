import type { ClockRule } from '../../register/procedure.ts';
import { announcement461From, houseRule } from '../source.ts';

/** Working days the office has for a procedure about who may act; there is no paper counter for these. */
export function officeClocks(workingDays: number): readonly ClockRule[] {
  return [{ channel: 'online', workingDays, validFrom: announcement461From, source: houseRule }];
}
