import type { Authorise } from '../dynamodb/authorise.ts';
import type { Policy } from './policy.ts';

/** Who stands behind an access key: the ARN for messages, and what the role may do. */
export interface Caller {
  /** Such as `arn:aws:sts::000000000000:assumed-role/<role>/<function>`. */
  readonly principal: string;
  readonly policy: Policy;
}

/** Decides by the policy of each access key's holder; a key that is not listed is unknown. */
export function authoriseBy(callers: ReadonlyMap<string, Caller>): Authorise {
  return (accessKeyId, action, resource, context) => {
    const caller = callers.get(accessKeyId);
    if (!caller) return { kind: 'unknown-key' };
    const verdict = caller.policy.decide(action, resource, context);
    if (verdict === 'allowed') return { kind: 'allowed' };
    return { kind: 'refused', principal: caller.principal, explicit: verdict === 'denied' };
  };
}
