import { randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { expect } from 'vitest';
import type { NoticesDeps } from '../../../functions/notices/deps.ts';
import { sesSender } from '../../../functions/notices/mail/sender.ts';
import { sweep } from '../../../functions/notices/sweep.ts';
import { takeRecords } from '../../../functions/notices/woken.ts';
import { openFaults } from '../../../local/mailbox/faults.ts';
import { type KeptMail, openMailbox } from '../../../local/mailbox/mailbox.ts';
import { type ReadMessage, readMessage } from '../../../local/mailbox/message.ts';
import { startMailService } from '../../../local/mailbox/server.ts';
import { ask, type Enrolled } from '../scene.ts';
import { type Intercept, startWorld } from '../world.ts';

export const from = 'notices@register.example';
export const origin = 'https://register.example';

export type Post = Awaited<ReturnType<typeof startPost>>;
export type Mail = KeptMail & ReadMessage;

const always = () => true;

/** The register's functions, with the true client of the mail service talking to the stand-in over HTTP. */
export async function startPost() {
  const mailbox = openMailbox();
  const faults = openFaults();
  const service = await startMailService({
    ...{ mailbox, faults, region: 'local-1', domains: ['register.example'], sets: ['set'] },
    secretOf: (key) => (key === 'sender' ? 'secret' : undefined),
    authorise: (_key, sender) => sender === from,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SESV2: service.url,
    AWS_REGION: 'local-1',
    AWS_ACCESS_KEY_ID: 'sender',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  const mailing = { send: sesSender({ from, configurationSet: 'set' }), from, origin };
  const time = { aheadMs: 0 };
  const world = await startWorld({ mailing, clock: () => Date.now() + time.aheadMs });
  const deps: NoticesDeps = { ...world.deps, mailing };

  /** Keys of everything that would ring the bell. */
  const bells = async () => {
    const items = await world.items('filings', '');
    const sounds = /^(NOTICE#|WAKE#)/;
    return items.filter(({ sk }) => sounds.test(String(sk))).map(({ pk, sk }) => `${pk} ${sk}`);
  };
  const rung = new Set<string>();
  const ring = (keys: readonly string[], on = deps) =>
    takeRecords(on, { Records: keys.map(recordOf) }, always);
  /** Tells of what was registered, as the journal would wake the function to do. */
  const tell = async () => {
    await world.journal.run();
    await world.follow(world.projections.notices);
  };
  /** Rings whatever was not rung yet, until nothing new comes of it. */
  const settle = async () => {
    await tell();
    for (;;) {
      const fresh = (await bells()).filter((key) => !rung.has(key));
      if (fresh.length === 0) return;
      for (const key of fresh) rung.add(key);
      expect((await ring(fresh)).batchItemFailures).toEqual([]);
    }
  };
  const mails = (to?: string): Mail[] =>
    mailbox.list(to).map((mail) => ({ ...mail, ...readMessage(mail.raw) }));
  return {
    ...{ world, deps, mailbox, faults, time, bells, ring, tell, settle, mails },
    sweep: () => sweep(deps, always),
    close: async () => {
      await world.close();
      await service.close();
    },
  };
}

export function recordOf(key: string): DynamoDBRecord {
  const [pk = '', sk = ''] = key.split(' ');
  return {
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: key },
  };
}

export const newAddress = () => `reader-${randomUUID()}@mail.example`;

/** Names the address, and reads the code that was mailed to it. */
export async function named(
  post: Post,
  who: Enrolled,
  address: string,
): Promise<{ id: string; code: string }> {
  const added = await ask(post.world, 'notices.addAddress', who, { body: { address } }, 201);
  await post.settle();
  const found = (added.body['addresses'] as { id: string; address: string }[]).find(
    (one) => one.address === address,
  );
  const code = /验证码：(\S+)|Code: (\S+)/.exec(post.mails(address)[0]?.text ?? '');
  return { id: found?.id ?? '', code: code?.[1] ?? code?.[2] ?? '' };
}

/** An address to which the party's account is mailed from now on. */
export async function confirmed(post: Post, who: Enrolled, address = newAddress()): Promise<string> {
  const { id, code } = await named(post, who, address);
  const params = { addressId: id };
  await ask(post.world, 'notices.confirmAddress', who, { params, body: { code } }, 200);
  return address;
}

/** Sets some of the preferences, over whatever version they have. */
export async function prefer(post: Post, who: Enrolled, wanted: Record<string, unknown>): Promise<void> {
  const known = await ask(post.world, 'notices.preferences', who, {}, 200);
  const { language, pace, muted } = known.body;
  const body = { language, pace, muted, ...wanted };
  const headers = { 'if-match': known.headers['etag'] ?? '' };
  await ask(post.world, 'notices.setPreferences', who, { body, headers }, 200);
}

/** Mails to the address but for those that carried a code. */
export function noticesTo(post: Post, address: string): Mail[] {
  return post.mails(address).filter(({ headers }) => !headers['message-id']?.startsWith('<code.'));
}

/** Stops the function at a call of the database: at the n-th that fits, before it is made or after it was. */
export function crashAt(
  post: Post,
  fits: (call: { name: string; text: string }) => boolean,
  when: 'before' | 'after' = 'before',
): void {
  const crash: Intercept = async (call, send) => {
    if (!fits({ name: call.name, text: JSON.stringify(call.input) })) return send();
    post.world.faults.intercept = undefined;
    if (when === 'after') await send();
    throw new Error('the function was stopped');
  };
  post.world.faults.intercept = crash;
}
