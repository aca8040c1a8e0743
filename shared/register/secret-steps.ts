import { secretsMax } from './machine.ts';

/** One call to the identity provider. */
export type SecretStep = { readonly kind: 'add' } | { readonly kind: 'delete'; readonly secret: string };

/**
 * The calls that leave a client with the secrets that are kept, and with a new one where one is asked for or none is
 * kept: the provider deletes no last secret, so one that nobody reads seals the client. They keep to its two rules,
 * never no secret and never three, and begun again after any of them they lead to the same end.
 *
 * @throws RangeError where a new one is asked for beside as many as there may be.
 */
export function secretSteps(
  listed: readonly string[],
  kept: readonly string[],
  adds: boolean,
): readonly SecretStep[] {
  const strangers = listed.filter((one) => !kept.includes(one));
  const leave = (ids: readonly string[]) => ids.map((secret) => ({ kind: 'delete', secret }) as const);
  if (!adds && strangers.length < listed.length) return leave(strangers);
  const inTheWay = Math.max(0, listed.length + 1 - secretsMax);
  if (inTheWay > strangers.length) throw new RangeError(`a client has at most ${secretsMax} secrets`);
  return [...leave(strangers.slice(0, inTheWay)), { kind: 'add' }, ...leave(strangers.slice(inTheWay))];
}
