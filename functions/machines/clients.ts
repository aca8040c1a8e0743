import {
  AddUserPoolClientSecretCommand,
  CognitoIdentityProviderClient,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { secretId } from '../../shared/register/machine.ts';

const listed = z.array(z.object({ ClientSecretId: secretId }));
const added = z.object({ ClientSecretId: secretId, ClientSecretValue: z.string().min(24) });

/** The secrets of the identity provider's clients, by their ids. */
export type Clients = {
  /** One or two; what they read is never told again. */
  readonly list: (client: string) => Promise<string[]>;
  /** The one time that a secret can be read. */
  readonly add: (client: string) => Promise<{ readonly id: string; readonly secret: string }>;
  /** Deletes a secret; the provider refuses the last. */
  readonly remove: (client: string, secret: string) => Promise<void>;
};

/** The clients of one user pool. Endpoint, region and credentials come from the standard environment. */
export function openClients(
  pool: string,
  cognito: CognitoIdentityProviderClient = new CognitoIdentityProviderClient({ maxAttempts: 4 }),
): Clients {
  return {
    list: async (client) => {
      const asked = new ListUserPoolClientSecretsCommand({ UserPoolId: pool, ClientId: client });
      const { ClientSecrets } = await cognito.send(asked);
      return listed.parse(ClientSecrets).map((one) => one.ClientSecretId);
    },
    add: async (client) => {
      const asked = new AddUserPoolClientSecretCommand({ UserPoolId: pool, ClientId: client });
      const { ClientSecretDescriptor } = await cognito.send(asked);
      const made = added.parse(ClientSecretDescriptor);
      return { id: made.ClientSecretId, secret: made.ClientSecretValue };
    },
    remove: async (client, secret) => {
      const place = { UserPoolId: pool, ClientId: client, ClientSecretId: secret };
      await cognito.send(new DeleteUserPoolClientSecretCommand(place)).catch(unlessGone);
    },
  };
}

/** A repetition of a deletion whose answer was lost finds nothing, which is what was wanted. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ResourceNotFoundException)) throw error;
}
