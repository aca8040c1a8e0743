import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../../local/seed.ts';
import { certificate } from '../../../shared/certificates/certificate.ts';
import { verify } from '../../../shared/certificates/verify.ts';
import { readKeys } from '../../../shared/journal/keys.ts';
import { canonicalJson, sha256Hex } from '../../../shared/kernel/digest.ts';
import { clientOf, handInContract, keptToken, openDraft, partyOf, send } from '../../api/scene.ts';
import { cloudUnderTest, tokenOf } from '../../cloud.ts';
import { readPdf } from './reading.ts';

let number: string;
beforeAll(async () => {
  await seed(cloudUnderTest(), { onProgress: () => {} });
  number = await registered();
});

/** A pledge over the first patent of the owner that can be pledged. */
async function registered(): Promise<string> {
  const [owner, bank] = await Promise.all(['owner', 'bank'].map(partyOf));
  const mine = await clientOf('owner').call('parties.mine');
  const name = mine.ok ? (mine.body.parties[0]?.party.name ?? '') : '';
  const sample = readFileSync(join(import.meta.dirname, '../../../local/sample/patents.csv'), 'utf8');
  const lines = sample.split('\n').filter((line) => name !== '' && line.includes(name));
  for (const line of lines.reverse()) {
    const patent = line.split(',')[0]?.replace('.', '') ?? '';
    if (!owner || !bank) break;
    const draft = await openDraft('owner', owner, bank, [patent]);
    const params = { filingId: draft.id };
    await handInContract('owner', draft.id);
    for (const account of ['owner', 'bank']) {
      await clientOf(account).call('filings.consent', { params, body: { digest: draft.digest } });
    }
    const done = await clientOf('owner').call('filings.submit', { params, body: {} });
    const made = done.ok ? done.body.registration?.registrationNumber : undefined;
    if (made) return made;
  }
  throw new Error('no patent of the owner could be pledged');
}

async function pdf(account: string, headers: Record<string, string> = {}) {
  const token = await keptToken(account, () => tokenOf(account));
  const answer = await fetch(`${cloudUnderTest().url}/v1/my/pledges/${number}/certificate`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/pdf', ...headers },
  });
  return {
    status: answer.status,
    headers: answer.headers,
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

const json = async (account: string, accept = 'application/json') => {
  const token = await keptToken(account, () => tokenOf(account));
  return send('GET', `/v1/my/pledges/${number}/certificate`, { token, headers: { accept } });
};

/** The answer without the mark that every answer of a demonstration carries. */
function strictly({ notice: _, ...rest }: Record<string, unknown>) {
  return rest;
}

describe('the certificate over the gateway', () => {
  it('is a PDF that either party gets, the same bytes each time (A5.3, A6.9)', async () => {
    const [first, again, other] = [await pdf('owner'), await pdf('owner'), await pdf('bank')];
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('application/pdf');
    expect(first.headers.get('content-disposition')).toBe(`inline; filename="${number}.pdf"`);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(first.headers.get('vary')).toBe('accept');
    expect(first.headers.get('etag')).toBe(`"sha256:${sha256Hex(first.bytes)}"`);
    expect(Buffer.from(again.bytes).equals(first.bytes)).toBe(true);
    expect(Buffer.from(other.bytes).equals(first.bytes)).toBe(true);
    const { text } = await readPdf(first.bytes);
    expect(text).toContain(number);
    expect(text).toContain('演示数据，不具法律效力');
  });

  it('says as JSON what the PDF says, and its digest is that of the entry at the printed address', async () => {
    const answer = await json('bank');
    expect(answer.status, answer.text).toBe(200);
    const { notice, ...rest } = answer.body;
    expect(notice).toContain('DEMONSTRATION');
    const shown = certificate.parse(rest);
    expect(answer.headers.get('etag')).toBe(`"sha256:${sha256Hex(canonicalJson(rest))}"`);
    const { text } = await readPdf((await pdf('bank')).bytes);
    for (const one of [shown.entry, shown.entryDigest, shown.verificationAddress, shown.instant]) {
      expect(text).toContain(one);
    }
    const published = await (await fetch(`${cloudUnderTest().url}/v1/entries/${shown.entry}`)).json();
    expect(`sha256:${sha256Hex(canonicalJson(published.entry))}`).toBe(shown.entryDigest);
  });

  it('is proved offline by the keys that the register publishes, and its entry by the proof it publishes', async () => {
    const { url } = cloudUnderTest();
    const read = async (path: string) => new Uint8Array(await (await fetch(`${url}${path}`)).arrayBuffer());
    const keys = await readKeys(Buffer.from(await read('/v1/journal/keys')).toString());
    const { bytes } = await pdf('bank');
    const found = await verify([bytes], keys ?? []);
    expect(found.outcomes.flatMap(({ faults }) => faults)).toEqual([]);
    expect(found.verdict).toBe('proved');
    const { entry } = certificate.parse(strictly((await json('bank')).body));
    const files = await Promise.all([read(`/v1/entries/${entry}`), read(`/v1/entries/${entry}/proof`)]);
    expect(await verify(files, keys ?? [])).toMatchObject({ verdict: 'proved', kind: 'entry-proof' });
  });

  it('leads to a page that runs one script, its own, and sends nothing anywhere', async () => {
    const { verificationAddress } = certificate.parse(strictly((await json('bank')).body));
    for (const language of ['zh', 'en']) {
      const answer = await fetch(`${verificationAddress}?lang=${language}`);
      const page = await answer.text();
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const scripts = [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(
        ([, script = '']) => script,
      );
      expect(scripts).toHaveLength(1);
      const digest = createHash('sha256')
        .update(scripts[0] ?? '')
        .digest('base64');
      expect(policy).toContain(`script-src 'sha256-${digest}';`);
      expect(policy).toContain("connect-src 'self'");
      expect(page).not.toMatch(/<[^>]+(?:src|href)="(?:https?:)?\/\//);
      expect(page).toContain(language === 'zh' ? '选择文件' : 'Choose a file');
    }
    const wrong = await fetch(verificationAddress.replace(/.$/, '!'));
    expect(wrong.status).toBe(404);
  });

  it('answers 304 to the tag of the same form, and in full to that of the other', async () => {
    const tag = (await pdf('owner')).headers.get('etag') ?? '';
    expect((await pdf('owner', { 'if-none-match': tag })).status).toBe(304);
    const jsonTag = (await json('owner')).headers.get('etag') ?? '';
    expect((await pdf('owner', { 'if-none-match': jsonTag })).status).toBe(200);
  });

  it('has no other form, and says so before it says anything else', async () => {
    const answer = await json('owner', 'image/png');
    expect(answer.status).toBe(406);
    expect(answer.body['code']).toBe('not-acceptable');
  });

  it('does not exist for a stranger, in either form', async () => {
    expect((await pdf('stranger')).status).toBe(404);
    expect((await json('stranger')).status).toBe(404);
  });
});
