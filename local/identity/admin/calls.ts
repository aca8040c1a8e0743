import * as z from 'zod';
import type { Failure, Outcome } from '../../json-service/server.ts';
import type { PoolSpec } from '../pool-spec.ts';
import type { ClientSecret, ClientSecrets } from '../secrets.ts';

export type AdminRules = {
  readonly pools: readonly PoolSpec[];
  readonly secrets: ReadonlyMap<string, ClientSecrets>;
};

const place = z.object({
  UserPoolId: z
    .string()
    .max(55)
    .regex(/^[\w-]+_[0-9a-zA-Z]+$/),
  ClientId: z.string().regex(/^[\w+]{1,128}$/),
});
const deletion = place.extend({ ClientSecretId: z.string().min(1).max(128) });

const failure = (code: string, message: string): Outcome => ({ failure: { code, message } });

const described = ({ id, createdAt }: ClientSecret) => ({
  ClientSecretId: id,
  ClientSecretCreateDate: createdAt / 1000,
});

type Act = (secrets: ClientSecrets, input: unknown) => Promise<Outcome>;

/** The calls of Cognito's administration that the register makes; no other is offered. */
const acts: Readonly<
  Record<string, { readonly input: z.ZodType<z.infer<typeof place>>; readonly act: Act }>
> = {
  AddUserPoolClientSecret: {
    // A secret of one's own choice is not offered: the register leaves the making to Cognito.
    input: z.strictObject(place.shape),
    act: async (secrets) => {
      const made = await secrets.add();
      return made === 'two-already'
        ? failure('LimitExceededException', 'Client secrets limit exceeded.')
        : { answer: { ClientSecretDescriptor: { ...described(made), ClientSecretValue: made.value } } };
    },
  },
  ListUserPoolClientSecrets: {
    input: place,
    act: async (secrets) => ({ answer: { ClientSecrets: secrets.list().map(described) } }),
  },
  DeleteUserPoolClientSecret: {
    input: deletion,
    act: async (secrets, input) => {
      switch (await secrets.remove(deletion.parse(input).ClientSecretId)) {
        case 'removed':
          return { answer: {} };
        case 'last':
          return failure('InvalidParameterException', 'The last secret of a client cannot be deleted.');
        case 'unknown':
          return failure('ResourceNotFoundException', 'Client secret does not exist.');
      }
    },
  },
};

/** Asks whether the caller may do the action to the pool. */
export type MayDo = (action: string, poolId: string) => Failure | undefined;

/** Makes one call. What the caller may not do is refused before anything is said of what there is. */
export async function makeCall(
  name: string,
  input: unknown,
  { pools, secrets }: AdminRules,
  mayDo: MayDo,
): Promise<Outcome> {
  const known = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!known) return failure('UnknownOperationException', `${name} is not offered by the local cloud.`);
  const read = known.input.safeParse(input);
  if (!read.success) {
    const issue = read.error.issues[0];
    return failure('InvalidParameterException', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { UserPoolId, ClientId } = read.data;
  const refused = mayDo(`cognito-idp:${name}`, UserPoolId);
  if (refused) return { failure: refused };
  const pool = pools.find((one) => one.poolId === UserPoolId);
  if (!pool) return failure('ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`);
  const client = pool.clients.find((one) => one.clientId === ClientId);
  if (!client) return failure('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  const own = secrets.get(ClientId);
  return own
    ? known.act(own, input)
    : failure('InvalidParameterException', 'A public client has no secrets.');
}
