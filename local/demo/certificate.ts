import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../shared/kernel/digest.ts';
import { demand } from '../seed/refused.ts';
import { tokenOf } from '../token.ts';
import type { Registered } from './registration.ts';
import type { Scene } from './scene.ts';
import { expect } from './steps.ts';

/** The cloud, and the folder in which the certificate is left for whoever watches. */
export type Desk = { readonly url: string; readonly folder: string; readonly certificates: string };

/**
 * 领取登记通知书: the bank takes the certificate as a file, which is where a pledge ends for it. Asked for again it is
 * the same to the byte, and a stranger is not told that there is one.
 */
export async function takeCertificate(scene: Scene, made: Registered, desk: Desk): Promise<void> {
  const name = { zh: '领取登记通知书', en: 'The certificate, as a file' };
  await scene.steps.step(name, async (say) => {
    const bank = await asPdf(desk, 'bank', made.number);
    const bytes = Buffer.from(await bank.arrayBuffer());
    expect(bank.status === 200 && bytes.subarray(0, 5).toString() === '%PDF-', 'the bank gets a PDF');
    expect(bank.headers.get('etag') === `"sha256:${sha256Hex(bytes)}"`, 'its tag is the digest of its bytes');
    const owner = await asPdf(desk, 'owner', made.number);
    expect(bytes.equals(Buffer.from(await owner.arrayBuffer())), 'the owner gets the very same bytes');
    const foreign = await asPdf(desk, 'stranger', made.number);
    expect(foreign.status === 404, `a stranger gets 404, not ${foreign.status}`);
    const params = { registrationNumber: made.number };
    const read = await scene.people.as('bank').call('pledges.certificate', { params });
    const { entry, patents } = demand(read, 'pledges.certificate');
    expect(entry === made.entry && patents.length === scene.titles.length, 'as JSON it says the same');
    const file = join(desk.certificates, `${made.number}.pdf`);
    mkdirSync(desk.certificates, { recursive: true });
    writeFileSync(file, bytes);
    say(`${bytes.length} 字节 bytes, sha256:${sha256Hex(bytes).slice(0, 16)}…`);
    say(file);
  });
}

async function asPdf(desk: Desk, account: string, number: string): Promise<Response> {
  const token = await tokenOf(account, desk.url, desk.folder);
  const headers = { authorization: `Bearer ${token}`, accept: 'application/pdf' };
  return await fetch(`${desk.url}/v1/my/pledges/${number}/certificate`, { headers });
}
