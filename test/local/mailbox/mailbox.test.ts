import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policiesOf } from '../../../local/access/policy.ts';
import { cameBack } from '../../../local/mailbox/came-back.ts';
import { openDesk } from '../../../local/mailbox/desk.ts';
import { openFaults } from '../../../local/mailbox/faults.ts';
import { openMailbox } from '../../../local/mailbox/mailbox.ts';
import { type MailService, startMailService } from '../../../local/mailbox/server.ts';

const mailbox = openMailbox();
const faults = openFaults();
const domain = 'register.example';
const from = `notices@${domain}`;
const identity = `arn:aws:ses:local-1:000000000000:identity/${domain}`;
const policy = policiesOf([
  {
    ...{ Effect: 'Allow', Action: ['ses:SendEmail', 'ses:SendRawEmail'], Resource: identity },
    Condition: { StringEquals: { 'ses:FromAddress': from } },
  },
]);
let service: MailService;
let pages: Server;
let page: string;
let nowMs: number | undefined;

beforeAll(async () => {
  service = await startMailService({
    ...{ mailbox, faults, region: 'local-1', domains: [domain], sets: ['set'] },
    secretOf: (key) => (key === 'key' ? 'secret' : undefined),
    authorise: (_key, sender) =>
      policy.decide('ses:SendRawEmail', identity, { fromAddress: sender }) === 'allowed',
    now: () => nowMs ?? Date.now(),
  });
  const desk = openDesk(mailbox, faults);
  pages = createServer((message, response) => {
    if (!desk.handle(message, response)) response.writeHead(418).end();
  });
  await new Promise<void>((done) => pages.listen(0, '127.0.0.1', done));
  page = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await service.close();
  pages.close();
});

const message = (subject = 'Hello', body = '<p>hello</p>') =>
  [
    ...[`From: <${from}>`, 'To: <reader@mail.example>', `Subject: ${subject}`, 'MIME-Version: 1.0'],
    ...['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', ''],
    ...[
      Buffer.from(body)
        .toString('base64')
        .match(/.{1,76}/g)
        ?.join('\r\n') ?? '',
      '',
    ],
  ].join('\r\n');

type Wish = { key?: string; secret?: string; region?: string; sender?: string; set?: string; raw?: string };

function send(wish: Wish = {}): Promise<{ MessageId?: string | undefined }> {
  const client = new SESv2Client({
    ...{ endpoint: service.url, region: wish.region ?? 'local-1', maxAttempts: 1 },
    credentials: { accessKeyId: wish.key ?? 'key', secretAccessKey: wish.secret ?? 'secret' },
  });
  return client.send(
    new SendEmailCommand({
      FromEmailAddress: wish.sender ?? from,
      Destination: { ToAddresses: ['reader@mail.example'] },
      Content: { Raw: { Data: Buffer.from(wish.raw ?? message()) } },
      ConfigurationSetName: wish.set ?? 'set',
      EmailTags: [{ Name: 'delivery', Value: 'd1' }],
    }),
  );
}

describe('the stand-in for the mail service', () => {
  it('takes a mail that is signed by who may send it', async () => {
    const before = mailbox.list().length;
    const { MessageId } = await send();
    expect(mailbox.list()).toHaveLength(before + 1);
    expect(mailbox.find(MessageId ?? '')).toMatchObject({ from, tags: { delivery: 'd1' }, raw: message() });
  });

  it.each([
    ['an unknown key', { key: 'other' }, 'UnrecognizedClientException'],
    ['a wrong secret', { secret: 'wrong' }, 'InvalidSignatureException'],
    ['another region', { region: 'local-2' }, 'InvalidSignatureException'],
    ['another sender of the domain', { sender: `boss@${domain}` }, 'AccessDeniedException'],
    ['a set that is not there', { set: 'other' }, 'NotFoundException'],
    ['a header that stands twice', { raw: `Subject: a\r\n${message()}` }, 'MessageRejected'],
    ['bare line feeds', { raw: message().replaceAll('\r\n', '\n') }, 'MessageRejected'],
    ['a header beyond ASCII', { raw: message('通知') }, 'MessageRejected'],
    ['no header at all', { raw: 'hello' }, 'MessageRejected'],
  ] satisfies [string, Wish, string][])('refuses %s', async (_what, wish, name) => {
    const before = mailbox.list().length;
    await expect(send(wish)).rejects.toMatchObject({ name });
    expect(mailbox.list()).toHaveLength(before);
  });

  it('refuses what is not signed, was signed long ago, or was changed on its way', async () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${service.url}/v2/email/outbound-emails`, { method: 'POST', headers, body });
    expect((await post({}, '{}')).status).toBe(403);
    nowMs = Date.now() + 16 * 60_000;
    await expect(send()).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    nowMs = undefined;
    expect((await fetch(`${service.url}/v2/email/identities`)).status).toBe(404);
  });

  it.each([
    ['throttle', 'TooManyRequestsException', 0],
    ['refuse', 'MessageRejected', 0],
    ['cutBefore', undefined, 0],
    ['cutAfterAccept', undefined, 1],
  ] as const)('goes wrong as ordered: %s', async (mode, name, kept) => {
    const before = mailbox.list().length;
    faults.order(mode, 1);
    await expect(send()).rejects.toMatchObject(name === undefined ? {} : { name });
    expect(mailbox.list()).toHaveLength(before + kept);
    await send();
  });

  it('tells what came back by the tags of the mail', () => {
    const mail = { id: 'm', at: '', from, tags: { delivery: 'd1' }, raw: '' };
    const to = (address: string) => cameBack({ ...mail, to: [address] }, 'set')?.detail;
    expect(to('reader@mail.example')).toBeUndefined();
    expect(to('bounce+7@simulator.amazonses.com')).toMatchObject({
      eventType: 'Bounce',
      bounce: { bounceType: 'Permanent' },
      mail: { tags: { delivery: ['d1'], 'ses:configuration-set': ['set'] } },
    });
    expect(to('complaint@simulator.amazonses.com')).toMatchObject({ eventType: 'Complaint' });
    expect(to('transient@simulator.amazonses.com')).toMatchObject({ bounce: { bounceType: 'Transient' } });
  });
});

describe('the mailbox', () => {
  it('is on disk, for its owner alone, over a restart, and leaves out what is no mail', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
    const first = openMailbox(folder);
    const mail = { from, to: ['a@b.co'], tags: {}, raw: message() };
    const ids = [first.take(mail).id, first.take(mail).id];
    writeFileSync(join(folder, `${'0'.repeat(24)}.json`), '{"half":');
    expect(
      openMailbox(folder)
        .list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
    for (const name of readdirSync(folder).filter((one) => !one.startsWith('0000')))
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    rmSync(folder, { recursive: true });
  });
});

describe('the mailbox page', () => {
  const evil =
    '<script>parent.hit=1</script><img src=x onerror="parent.hit=1"><a href="javascript:alert(1)">x</a>"\'';

  it('shows mails from anyone, and lets none of them do anything', async () => {
    const subject = `=?UTF-8?B?${Buffer.from('"><script>alert(1)</script>\u202e').toString('base64')}?=`;
    const { MessageId } = await send({ raw: message(subject, evil) });
    for (const path of ['/mailbox', `/mailbox/${MessageId}`]) {
      const answer = await fetch(`${page}${path}`);
      const text = await answer.text();
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(text).not.toMatch(/<script|<img|onerror="parent|\u202e/);
      expect(text).toContain('[U+202E]');
    }
    const shown = await (await fetch(`${page}/mailbox/${MessageId}`)).text();
    expect(shown).toMatch(/<iframe sandbox="" srcdoc="&lt;script&gt;/);
    const source = await fetch(`${page}/mailbox/${MessageId}.eml`);
    expect(source.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('gives programs the mails to one address, read', async () => {
    const answer = await fetch(`${page}/mailbox/mails.json?to=reader@mail.example`);
    const { mails } = (await answer.json()) as { mails: { html: string; tags: object }[] };
    expect(mails[0]).toMatchObject({ html: evil, tags: { delivery: 'd1' } });
    expect(await (await fetch(`${page}/mailbox/mails.json?to=x@y.co`)).json()).toEqual({ mails: [] });
  });

  it('takes orders as JSON alone, and knows nothing beside its own paths', async () => {
    const order = (type: string, body: string) =>
      fetch(`${page}/mailbox/faults`, { method: 'POST', headers: { 'content-type': type }, body });
    const wanted = JSON.stringify({ mode: 'throttle', times: 0 });
    expect((await order('application/json', wanted)).status).toBe(204);
    expect((await order('text/plain', wanted)).status).toBe(400);
    expect((await order('application/json', '{"mode":"explode","times":1}')).status).toBe(400);
    expect((await fetch(`${page}/mailbox/../../etc/passwd`)).status).toBe(418);
    expect((await fetch(`${page}/mailbox/%2e%2e%2fpasswd`)).status).toBe(404);
    expect((await fetch(`${page}/mailbox/none`)).status).toBe(404);
    expect((await fetch(`${page}/mailboxes`)).status).toBe(418);
    expect((await fetch(`${page}/mailbox`, { method: 'DELETE' })).status).toBe(405);
  });
});
