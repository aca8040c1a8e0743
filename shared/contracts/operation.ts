import type * as z from 'zod';
import type { Localised } from '../kernel/localised.ts';
import type { ProblemCode } from './problems.ts';

/** The Lambda functions that serve operations; each is a folder of `functions/`. */
export const functionNames = [
  'registrar',
  'imports',
  'filings',
  'titles',
  'parties',
  'machines',
  'reference',
  'certificates',
  'examiners',
  'notices',
  'search',
  'documents',
  'journal',
] as const;
export type FunctionName = (typeof functionNames)[number];

/**
 * The three kinds of route, never mixed on one address: `public` needs no token and shows public fields only;
 * `own` is the caller's party; `office` is staff, with a user pool and an authoriser of their own.
 */
export const audiences = ['public', 'own', 'office'] as const;
export type Audience = (typeof audiences)[number];

/** OAuth scopes are coarse: the gateway checks them, and every handler checks party, mandate and role. */
export const scopes = { own: 'register/own', office: 'office/act' } as const;

/** Staff roles, given by groups of the staff user pool. */
export const staffRoles = ['examiner', 'chiefExaminer', 'operator'] as const;
export type StaffRole = (typeof staffRoles)[number];

/**
 * Which relation to the thing addressed an `own` operation asks of its caller. `account`: an account that acts for
 * anyone at all. `party`: the one party it acts as. `filing`: a party to the filing or record, or an agent with a
 * mandate of one; others get 404. `named`: the party named in the body must be the caller's own or its principal.
 * `anyone`: any account that has signed in, whether or not it acts for anybody yet.
 */
export const relations = ['account', 'party', 'filing', 'named', 'anyone'] as const;
export type Relation = (typeof relations)[number];

type Access =
  | { readonly audience: 'public' }
  | {
      readonly audience: 'own';
      readonly relation: Relation;
      /**
       * Whether an account may call it for a party that is not enrolled yet, about the one filing that asks for that.
       * Everything else is closed to candidates.
       */
      readonly candidates?: true;
    }
  | { readonly audience: 'office'; readonly role: StaffRole };

/** One HTTP operation. Path parameters are named in braces, as in API Gateway's route keys. */
export type OperationRow = Access & {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly function: FunctionName;
  readonly summary: Localised;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly success: {
    readonly status: 200 | 201;
    readonly schema: z.ZodType;
    readonly mediaType?: string;
    /** Media types in which the same can be had besides JSON; `Accept` chooses, and JSON comes first. */
    readonly alternatives?: readonly string[];
    /** The JSON is canonical (RFC 8785): a document that is checked as it stands, byte for byte. */
    readonly canonical?: true;
  };
  readonly problems: readonly ProblemCode[];
  /** The reply is stored under the caller's `Idempotency-Key`, which the request must carry. */
  readonly idempotent?: true;
  /** The examiner's own facts (absence, interests) are read with the request. */
  readonly staffFacts?: true;
  /** The response carries an `ETag`; with `required` the request must carry `If-Match`. */
  readonly etag?: 'answered' | 'required';
};

/** The path as OpenAPI writes it, which has no sign for a parameter that takes the rest of a path. */
export function documentedPath(path: string): string {
  return path.replace('+}', '}');
}

/** Keeps each row's literal types, which the typed handlers and the typed client are made of. */
export function rows<const Rows extends readonly OperationRow[]>(list: Rows): Rows {
  return list;
}

/** Every problem an operation can answer: its own, and those that follow from how it is called. */
export function problemsOf(row: OperationRow): readonly ProblemCode[] {
  const takesInput = row.params || row.query || row.body;
  const related = row.audience === 'own' && row.relation === 'filing';
  const codes: (ProblemCode | false)[] = [
    ...row.problems,
    takesInput !== undefined && 'invalid-request',
    row.success.alternatives !== undefined && 'not-acceptable',
    ...(row.body ? (['malformed-json', 'body-too-large', 'unsupported-media-type'] as const) : []),
    ...(row.audience === 'own' && row.relation !== 'anyone' ? (['not-enrolled', 'forbidden'] as const) : []),
    row.audience === 'own' && !['account', 'anyone'].includes(row.relation) && 'choose-party',
    ...(row.audience === 'office' ? (['forbidden'] as const) : []),
    (related || row.path.includes('{')) && 'not-found',
    ...(row.idempotent ? (['missing-idempotency-key', 'idempotency-key-reused', 'busy'] as const) : []),
    ...(row.etag === 'required' ? (['missing-if-match', 'stale-version'] as const) : []),
    'internal',
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}
