import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { seed } from '../../../local/seed.ts';
import type { PartyId } from '../../../shared/kernel/id.ts';
import { clientOf, openDraft, partyOf, send } from '../../api/scene.ts';
import { cloudUnderTest } from '../../cloud.ts';

type Mail = { id: string; to: string[]; text: string; html: string; headers: Record<string, string> };

let owner: PartyId;
let bank: PartyId;
beforeAll(async () => {
  await seed(cloudUnderTest(), { onProgress: () => {} });
  [owner, bank] = await Promise.all([partyOf('owner'), partyOf('bank')]);
});

const mailsTo = async (address: string): Promise<Mail[]> => {
  const found = await fetch(`${cloudUnderTest().url}/mailbox/mails.json?to=${encodeURIComponent(address)}`);
  return ((await found.json()) as { mails: Mail[] }).mails;
};
const soon = { timeout: 20_000, interval: 100 };

/** Names an address as a reader would, with the code from the mailbox. */
async function confirmed(address: string): Promise<string> {
  const client = clientOf('bank');
  const added = await client.call('notices.addAddress', { body: { address } });
  if (!added.ok) throw new Error(JSON.stringify(added.problem));
  const id = added.body.addresses.find((one) => one.address === address)?.id;
  if (!id) throw new Error('the address is not there');
  const [mail] = await vi.waitFor(async () => {
    const mails = await mailsTo(address);
    expect(mails).toHaveLength(1);
    return mails;
  }, soon);
  const code = /Code: (\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  const done = await client.call('notices.confirmAddress', { params: { addressId: id }, body: { code } });
  if (!done.ok) throw new Error(JSON.stringify(done.problem));
  return id;
}

const remove = (addressId: string) =>
  clientOf('bank').call('notices.removeAddress', { params: { addressId: addressId as never } });

describe('a mail in the whole local cloud', () => {
  it('is woken by the stream, signed, let through by the role, and ends in the mailbox; its link stops it', async () => {
    const address = `reader-${randomUUID()}@mail.example`;
    const id = await confirmed(address);
    const draft = await openDraft('owner', owner, bank, ['2017106018623']);
    const mail = await vi.waitFor(async () => {
      const found = (await mailsTo(address)).find(({ text }) => text.includes(draft.id));
      expect(found).toBeDefined();
      return found;
    }, soon);
    expect(mail?.headers['subject']).toContain('请求同意 Consent asked for');
    const link = /<(\S+)>/.exec(mail?.headers['list-unsubscribe'] ?? '')?.[1] ?? '';
    const { pathname } = new URL(link);
    const page = await send('GET', pathname, { headers: { 'accept-language': 'en' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const posted = await fetch(`${cloudUnderTest().url}${pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(posted.status).toBe(200);
    const known = await clientOf('bank').call('notices.preferences', {});
    const state = known.ok && known.body.addresses.find((one) => one.id === id)?.state;
    expect(state).toBe('stopped');
    await remove(id);
  });

  it('that comes back stops the address, by the event of the mail service', async () => {
    const address = `transient+${randomUUID()}@simulator.amazonses.com`;
    const id = await confirmed(address);
    // The code came back too, and one failure for now stops nothing.
    const known = async () => {
      const found = await clientOf('bank').call('notices.preferences', {});
      return found.ok ? found.body.addresses.find((one) => one.id === id) : undefined;
    };
    expect((await known())?.state).toBe('confirmed');
    for (let count = 0; count < 3; count += 1) await openDraft('owner', owner, bank, ['2017106018623']);
    await vi.waitFor(async () => {
      expect(await known()).toMatchObject({ state: 'stopped', stoppedFor: 'bounced' });
    }, soon);
    await remove(id);
  });
});
