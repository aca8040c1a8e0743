import * as z from 'zod';
import { isKeyName, parseVerifierKey } from '../../shared/journal/note.ts';
import { emailAddress } from '../../shared/kernel/email-address.ts';

const tableName = z.string().min(1);

const variables = z.object({
  ENVIRONMENT: z.enum(['local', 'dev', 'staging', 'prod']),
  DEMONSTRATION: z.enum(['true', 'false']).transform((text) => text === 'true'),
  TABLE_REGISTER: tableName,
  TABLE_FILINGS: tableName,
  TABLE_PARTIES: tableName,
  TABLE_SEARCH: tableName,
  TABLE_JOURNAL: tableName,
  BUCKET_BODIES: tableName,
  BUCKET_CERTIFICATES: tableName,
  BUCKET_DOCUMENTS: tableName,
  BUCKET_JOURNAL: tableName,
  /** The name of the log, first line of each checkpoint and name of its key; it never changes. */
  JOURNAL_ORIGIN: z.string().refine(isKeyName),
  /** The keys that sign checkpoints, and the seals of certificates. */
  JOURNAL_KEY: z.string().min(1),
  SEAL_KEY: z.string().min(1),
  /** Verifier keys that signed before, comma separated; each must be one, or nobody could check by it. */
  FORMER_KEYS: z
    .string()
    .transform((text) => text.split(',').filter((key) => key !== ''))
    .refine((keys) => keys.every((key) => parseVerifierKey(key) !== undefined)),
  /** Where the public finds the register; it is printed on what must still be right in twenty years. */
  PUBLIC_ORIGIN: z.url().refine((text) => new URL(text).origin === text),
  /** The address that mails come from; empty where the environment sends none. */
  MAIL_FROM: z.union([z.literal(''), emailAddress]),
  MAIL_CONFIGURATION_SET: z.string().min(1),
  /** The user pool whose clients are the slots for machines. */
  MACHINES_POOL: z.string().min(1),
  /** The slots, by their client ids, comma separated; empty where another issuer's tokens are taken. */
  MACHINES_CLIENTS: z.string().transform((text) => text.split(',').filter((id) => id !== '')),
  /** Procedures that register without an examiner, comma separated; empty means none. */
  AUTOMATIC_REGISTRATION: z.string().transform((text) => text.split(',').filter((id) => id !== '')),
  /** How many of ten thousand automatic registrations are reviewed; empty where the rule decides. */
  SAMPLED_PER_TEN_THOUSAND: z
    .string()
    .regex(/^(\d{1,4}|10000)?$/)
    .transform((text) => (text === '' ? undefined : Number(text))),
});
export type Variables = z.output<typeof variables>;
export type VariableName = keyof Variables;

/**
 * The configuration of one function, parsed once at cold start: only the variables it names, none with a default,
 * so that a missing switch stops the function instead of opening it.
 */
export function readConfig<Name extends VariableName>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Variables, Name> {
  const wanted = Object.fromEntries(names.map((name) => [name, true]));
  // `pick` takes exactly the names asked for, which the type of a computed mask cannot say.
  return variables.pick(wanted as { [Key in VariableName]?: true }).parse(environment) as Pick<
    Variables,
    Name
  >;
}
