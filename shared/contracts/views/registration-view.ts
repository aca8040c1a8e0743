import * as z from 'zod';
import { instant } from '../../kernel/instant.ts';
import type { Filing } from '../../register/filing.ts';

/** 登记 as the filing that led to it names it. */
export const registrationView = z.strictObject({
  /** Absent where the procedure makes no record. */
  registrationNumber: z.string().optional(),
  entry: z.string(),
  instant,
});

/** The registration of a filing as its parties are told of it. */
export function registrationOf(made: NonNullable<Filing['registration']>): z.output<typeof registrationView> {
  const { number, entry, instant: at } = made;
  return { ...(number && { registrationNumber: number }), entry, instant: at };
}
