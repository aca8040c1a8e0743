import { join } from 'node:path';
import * as z from 'zod';
import { cameBack, type MailEvent } from './mailbox/came-back.ts';
import { type Desk, openDesk } from './mailbox/desk.ts';
import { openFaults } from './mailbox/faults.ts';
import { openMailbox } from './mailbox/mailbox.ts';
import { startMailService } from './mailbox/server.ts';
import type { Roles } from './roles.ts';
import { arnOf } from './template/attributes.ts';
import { place } from './template/names.ts';
import type { Resolver } from './template/resolve.ts';

export type LocalMail = {
  /** Where the functions' clients of the mail service connect. */
  readonly url: string;
  readonly desk: Desk;
  close(): Promise<void>;
};

export type LocalMailOptions = {
  readonly folder: string;
  readonly resolver: Resolver;
  readonly roles: Roles;
  /** Hears of what came back, as the account's event bus would. */
  readonly onEvent: (event: MailEvent) => void;
};

const identitySchema = z.looseObject({ EmailIdentity: z.string() });

/** The stand-in for the mail service, with the template's identities and configuration sets, and its mailbox. */
export async function startLocalMail(options: LocalMailOptions): Promise<LocalMail> {
  const { folder, resolver, roles, onEvent } = options;
  const identities = resolver.ofType('AWS::SES::EmailIdentity');
  const domains = identities.map(({ properties }) => identitySchema.parse(properties).EmailIdentity);
  const sets = resolver.ofType('AWS::SES::ConfigurationSet').map(({ name }) => name);
  const mailbox = openMailbox(join(folder, 'mail'));
  const faults = openFaults();
  const service = await startMailService({
    ...{ mailbox, faults, region: place.region, secretOf: roles.secretOf, domains, sets },
    authorise: (key, from, set) => {
      const domain = from.slice(from.lastIndexOf('@') + 1);
      const resources = [
        arnOf('AWS::SES::EmailIdentity', domain),
        ...(set === undefined ? [] : [arnOf('AWS::SES::ConfigurationSet', set)]),
      ];
      const policy = roles.callers.get(key)?.policy;
      const context = { fromAddress: from };
      return resources.every((arn) => policy?.decide('ses:SendRawEmail', arn, context) === 'allowed');
    },
    onTaken: (mail, set) => {
      const event = set === undefined ? undefined : cameBack(mail, set);
      if (event) onEvent(event);
    },
  });
  return { url: service.url, desk: openDesk(mailbox, faults), close: service.close };
}
