import {
  type JsonServiceOptions,
  type RunningJsonService,
  startJsonService,
} from '../../json-service/server.ts';
import { arnOf } from '../../template/attributes.ts';
import { type AdminRules, makeCall } from './calls.ts';

export type AdminOptions = AdminRules & Pick<JsonServiceOptions, 'region' | 'callers' | 'secretOf'>;

/**
 * The part of Cognito's administration that the register calls. Its pools and clients are those of the identity
 * provider, so that a secret added or deleted here counts there at once.
 */
export function startAdmin(options: AdminOptions): Promise<RunningJsonService> {
  return startJsonService({
    ...options,
    ...{ service: 'cognito-idp', target: 'AWSCognitoIdentityProviderService' },
    call: (name, input, mayDo) =>
      makeCall(name, input, options, (action, poolId) =>
        mayDo(action, arnOf('AWS::Cognito::UserPool', poolId)),
      ),
  });
}
