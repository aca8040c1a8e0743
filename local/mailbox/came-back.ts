import { randomUUID } from 'node:crypto';
import { place } from '../template/names.ts';
import type { KeptMail } from './mailbox.ts';

/** An event as a service hands it to the bus. */
export type MailEvent = {
  readonly source: 'aws.ses';
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

const simulator = /^(bounce|complaint|transient)(?:\+[^@]*)?@simulator\.amazonses\.com$/;

/**
 * What the mail service tells of a mail to one of its simulator's addresses: `bounce` comes back for good, `complaint`
 * has a reader who complains, `transient` (which the true simulator lacks) comes back for now. Nothing for any other.
 */
export function cameBack(mail: KeptMail, set: string): MailEvent | undefined {
  const [kind] = mail.to.flatMap((address) => simulator.exec(address)?.[1] ?? []);
  if (kind === undefined) return undefined;
  const feedback = { feedbackId: randomUUID(), timestamp: new Date().toISOString() };
  const complained = kind === 'complaint';
  const recipients = mail.to.map((emailAddress) => ({ emailAddress }));
  return {
    source: 'aws.ses',
    'detail-type': complained ? 'Email Complaint Received' : 'Email Bounced',
    resources: [`arn:${place.partition}:ses:${place.region}:${place.account}:configuration-set/${set}`],
    detail: {
      eventType: complained ? 'Complaint' : 'Bounce',
      ...(complained
        ? { complaint: { ...feedback, complainedRecipients: recipients } }
        : {
            bounce: {
              ...{ ...feedback, bouncedRecipients: recipients, bounceSubType: 'General' },
              bounceType: kind === 'bounce' ? 'Permanent' : 'Transient',
            },
          }),
      mail: {
        ...{ timestamp: mail.at, source: mail.from, messageId: mail.id, destination: mail.to },
        tags: {
          'ses:configuration-set': [set],
          ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
        },
      },
    },
  };
}
