import type * as z from 'zod';

/** A string that passed one particular check. The brand exists for the compiler only. */
export type Branded<B extends string> = string & { readonly __brand: B };

/**
 * Types a string schema's output as the branded string it proves.
 *
 * Zod's own `.brand()` would put zod's symbol into every type of the house. The cast is sound exactly when the
 * schema accepts nothing but strings that deserve the brand, so it is used beside the schema and nowhere else.
 */
export function branded<T extends string>(schema: z.ZodType<string, string>): z.ZodType<T, string> {
  return schema as unknown as z.ZodType<T, string>;
}
