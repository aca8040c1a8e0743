import * as z from 'zod';
import { LocalCloudError } from '../dynamodb/engine-error.ts';

/** What a request says beside its action and resource. */
interface RequestContext {
  /** Partition key values that a DynamoDB request names; absent where it names none (a Scan, say). */
  readonly leadingKeys?: readonly string[];
  /** The address that a mail is to come from. */
  readonly fromAddress?: string;
}

/** `denied` is an explicit Deny, `not-allowed` the absence of any Allow. */
type Verdict = 'allowed' | 'not-allowed' | 'denied';

/** The identity-based policies of one role, as IAM would evaluate them. */
export interface Policy {
  decide(action: string, resource: string, context?: RequestContext): Verdict;
  allows(action: string, resource: string, leadingKeys?: readonly string[]): boolean;
}

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
  Condition: z.record(z.string(), z.record(z.string(), texts)).optional(),
});

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly RegExp[];
  readonly resources: readonly RegExp[];
  readonly conditions: readonly ((context: RequestContext) => boolean)[];
}

/**
 * Builds the policy of a role from the statements of its synthesised policies; every reference is resolved already.
 * `services` names the service prefixes that will be asked about (`dynamodb`, `s3`; absent means all): a statement on
 * another service is left out. Throws `template-unreadable` for what is not understood, since a condition that were
 * ignored would allow here what the cloud refuses.
 */
export function policiesOf(statements: readonly unknown[], services?: readonly string[]): Policy {
  const read = statements.flatMap((statement) => readStatement(statement, services));
  const decide = (action: string, resource: string, context: RequestContext = {}): Verdict => {
    let allowed = false;
    for (const statement of read) {
      if (!applies(statement, action, resource, context)) continue;
      if (statement.effect === 'Deny') return 'denied';
      allowed = true;
    }
    return allowed ? 'allowed' : 'not-allowed';
  };
  return {
    decide,
    allows: (action, resource, leadingKeys) =>
      decide(action, resource, leadingKeys === undefined ? {} : { leadingKeys }) === 'allowed',
  };
}

function applies(statement: Statement, action: string, resource: string, context: RequestContext): boolean {
  return (
    statement.actions.some((pattern) => pattern.test(action)) &&
    statement.resources.some((pattern) => pattern.test(resource)) &&
    statement.conditions.every((holds) => holds(context))
  );
}

function readStatement(statement: unknown, services: readonly string[] | undefined): Statement[] {
  const concerned = z.object({ Action: texts }).safeParse(statement);
  if (concerned.success && services && !concerned.data.Action.some((action) => touches(action, services)))
    return [];
  const parsed = statementSchema.safeParse(statement);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`, statement);
  }
  const { Effect, Action, Resource, Condition } = parsed.data;
  return [
    {
      effect: Effect,
      actions: Action.map((action) => wildcard(action, statement, 'i')),
      resources: Resource.map((resource) => wildcard(resource, statement)),
      conditions: Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => condition(operator, key, values, statement)),
      ),
    },
  ];
}

/** Whether an action pattern can match an action of one of the services; the service part may hold wildcards too. */
function touches(action: string, services: readonly string[]): boolean {
  const prefix = action.split(':', 1)[0] ?? '';
  return services.some((service) => toPattern(prefix, 'i').test(service));
}

function condition(operator: string, key: string, values: readonly string[], statement: unknown) {
  if (key.toLowerCase() === 'ses:fromaddress' && operator === 'StringEquals')
    return ({ fromAddress }: RequestContext) => fromAddress !== undefined && values.includes(fromAddress);
  // What a key encrypts is used through another service, which here does not encrypt; nobody calls for it directly.
  if (key.toLowerCase() === 'kms:viaservice') return () => false;
  if (key.toLowerCase() !== 'dynamodb:leadingkeys') throw unreadable(`condition key ${key}`, statement);
  // `false` demands that the key is there, which ForAllValues alone does not.
  if (operator === 'Null')
    return ({ leadingKeys = [] }: RequestContext) => values.includes(String(leadingKeys.length === 0));
  const tests = values.map((value) => leadingKeyTest(operator, value, statement));
  // ForAllValues holds for a request without the key: IAM says so, and a policy must not allow Scan for that reason.
  return (context: RequestContext) =>
    (context.leadingKeys ?? []).every((one) => tests.some((test) => test(one)));
}

function leadingKeyTest(
  operator: string,
  value: string,
  statement: unknown,
): (leadingKey: string) => boolean {
  const pattern = wildcard(value, statement);
  switch (operator) {
    case 'ForAllValues:StringEquals':
      return (leadingKey) => leadingKey === value;
    case 'ForAllValues:StringLike':
      return (leadingKey) => pattern.test(leadingKey);
    default:
      throw unreadable(`condition operator ${operator}`, statement);
  }
}

function wildcard(text: string, statement: unknown, flags = ''): RegExp {
  // A policy variable would have to be filled in from the caller's session, which the local cloud does not have.
  if (text.includes('${')) throw unreadable(`policy variable in ${text}`, statement);
  return toPattern(text, flags);
}

/** IAM's wildcards: `*` is any run of characters, `?` any single one; both cross `/` and `:`. */
function toPattern(text: string, flags: string): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, `s${flags}`);
}

function unreadable(what: string, statement: unknown): LocalCloudError {
  return new LocalCloudError(
    'template-unreadable',
    `A policy statement cannot be evaluated on one machine (${what.trim()}): ${JSON.stringify(statement)}`,
  );
}
