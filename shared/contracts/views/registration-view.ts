import * as z from 'zod';
import { instant } from '../../kernel/instant.ts';

/** 登记 as the filing that led to it names it. */
export const registrationView = z.strictObject({
  registrationNumber: z.string(),
  entry: z.string(),
  instant,
});
