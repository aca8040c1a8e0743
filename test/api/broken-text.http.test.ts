import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../local/seed.ts';
import { cloudUnderTest, tokenOf } from '../cloud.ts';
import { keptToken, send } from './scene.ts';

const owner = () => keptToken('owner', () => tokenOf('owner', 'portal'));
const operator = () => keptToken('operator', () => tokenOf('operator', 'office'));

beforeAll(async () => {
  await seed(cloudUnderTest(), { onProgress: () => {} });
});

/** 中国 in GBK: two characters of two bytes, none of which is UTF-8. */
const inGbk = Buffer.from('d6d0b9fa', 'hex');

describe('a text that was read in the wrong encoding', () => {
  it('is refused in a form, where it would have been kept as replacement characters', async () => {
    const before = '{"procedure":"pledge.registration","documents":[],"form":{"mainContract":{"name":"';
    const after = '","signedOn":"2026-11-02"}}}';
    const answer = await fetch(`${cloudUnderTest().url}/v1/my/filings`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await owner()}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: Buffer.concat([Buffer.from(before), inGbk, Buffer.from(after)]),
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: '/form/mainContract/name', code: 'text.forbidden' }],
    });
  });

  it('spoils its own line of an import', async () => {
    const csv = [
      'patentNumber,kind,title,titleLang,filingDate,grantDate,patentees',
      `2020100000007,invention,${new TextDecoder().decode(inGbk)},zh,2020-05-01,2022-05-03,甲公司`,
    ].join('\n');
    const body = { source: 'test', csv, statusBasis: 'assumed', annuityBasis: 'assumed' };
    const answer = await send('POST', '/v1/office/imports', { token: await operator(), body });
    expect(answer.body['created']).toBe(0);
    expect(answer.body['lines']).toEqual(
      expect.arrayContaining([expect.objectContaining({ line: 2, field: 'title', code: 'text.forbidden' })]),
    );
  });
});

describe('If-Match', () => {
  it('takes a tag as it was given out, not another spelling of the same version', async () => {
    const token = await owner();
    const body = { procedure: 'pledge.registration', form: {}, documents: [] };
    const opened = await send('POST', '/v1/my/filings', { token, body });
    const path = `/v1/my/filings/${String(opened.body['id'])}`;
    const put = (tag: string) =>
      send('PUT', path, { token, body: { form: {}, documents: [] }, headers: { 'if-match': tag } });
    for (const tag of ['"01"', '"0"', 'W/"1"', '"1", "2"', '*', '1']) {
      expect((await put(tag)).status, tag).toBe(412);
    }
    expect((await put('"1"')).status).toBe(200);
  });
});
