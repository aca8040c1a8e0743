import { beforeAll, describe, expect, it } from 'vitest';
import { handIn, type Paper, paperOf } from '../../local/papers/hand-in.ts';
import { docx, xlsx } from '../../local/papers/office.ts';
import { pdf } from '../../local/papers/pdf.ts';
import { scanWords } from '../../local/scanner/scan.ts';
import { seed } from '../../local/seed.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { type FilingId, filingId } from '../../shared/kernel/id.ts';
import { cloudUnderTest } from '../cloud.ts';
import { archive, contract as contractBytes, eicar, png } from '../functions/documents/files.ts';
import { pledgeForm } from '../functions/world.ts';
import { clientOf, partyOf } from './scene.ts';

let owner: PartyId;
let bank: PartyId;
beforeAll(async () => {
  await seed(cloudUnderTest(), { onProgress: () => {} });
  [owner, bank] = await Promise.all([partyOf('owner'), partyOf('bank')]);
});

/** A draft of the owner that lists the papers. */
async function listing(papers: readonly Paper[]): Promise<FilingId> {
  const form = pledgeForm([owner], [bank], ['2017106018623']);
  const opened = await clientOf('owner').call('filings.open', {
    body: { procedure: 'pledge.registration', form, documents: papers.map((one) => one.listed) },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return filingId.parse(opened.body.id);
}

async function handedIn(papers: readonly Paper[]) {
  const id = await listing(papers);
  const items = await handIn(clientOf('owner'), { id }, papers);
  return { id, statuses: items.map((one) => [one.status, one.reason?.code]) };
}

const good = async (words: string) =>
  paperOf('pledgeContract', 'c.pdf', 'pdf', await pdf('Contract', [words]));

describe('documents through the whole cloud: gateway, bucket, bus, scanner', () => {
  it('of every type are clean a moment after they were sent', async () => {
    const { statuses } = await handedIn([
      await good('x'),
      paperOf('patentList', '清单.xlsx', 'xlsx', xlsx([['专利号'], ['2017106018623']])),
      paperOf('other', '信.docx', 'docx', docx(['信'])),
      paperOf('identity', '证.png', 'png', png()),
    ]);
    expect(statuses).toEqual([1, 2, 3, 4].map(() => ['clean', undefined]));
  });

  it('with the EICAR file in a part of a document: infected; unfit: never scanned clean', async () => {
    const hidden = docx(['x'], [{ name: 'word/media/image1.png', bytes: eicar }]);
    const { id, statuses } = await handedIn([
      paperOf('other', 'a.docx', 'docx', hidden),
      paperOf('other', 'b.pdf', 'pdf', Buffer.concat([contractBytes, archive])),
    ]);
    expect(statuses).toEqual([
      ['infected', 'infected'],
      ['unfit', 'hiddenArchive'],
    ]);
    for (const { listed } of [paperOf('other', 'a.docx', 'docx', hidden)]) {
      const params = { filingId: id, sha256: listed.sha256 };
      const refused = await clientOf('owner').call('documents.download', { params });
      expect(refused.status).toBe(409);
    }
  });

  it('whose scan fails: an examiner opens it and judges; the party then downloads it, a stranger gets 404', async () => {
    const paper = paperOf('other', 'x.docx', 'docx', docx([scanWords.FAILED]));
    const { id, statuses } = await handedIn([paper]);
    expect(statuses).toEqual([['review', 'scanFailed']]);
    const office = clientOf('examiner', 'office');
    const params = { filingId: id, sha256: paper.listed.sha256 };
    const seen = await office.call('office.documents.download', { params });
    expect(seen.ok, JSON.stringify(seen)).toBe(true);
    expect((await clientOf('owner').call('documents.download', { params })).status).toBe(409);
    const judged = await office.call('office.documents.judge', { params, body: { outcome: 'clean' } });
    expect(judged.ok && judged.body.status).toBe('clean');
    const given = await clientOf('bank').call('documents.download', { params });
    if (!given.ok) throw new Error(JSON.stringify(given.problem));
    const answer = await fetch(given.body.url);
    expect(Buffer.from(await answer.arrayBuffer()).equals(paper.bytes)).toBe(true);
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''x.docx");
    expect((await clientOf('co-owner').call('documents.download', { params })).status).toBe(404);
    expect((await clientOf('co-owner').call('documents.list', { params: { filingId: id } })).status).toBe(
      404,
    );
  });

  it('lie in a bucket that nobody reads without an address', async () => {
    const paper = await good('private');
    const { id } = await handedIn([paper]);
    const params = { filingId: id, sha256: paper.listed.sha256 };
    const given = await clientOf('owner').call('documents.download', { params });
    if (!given.ok) throw new Error(JSON.stringify(given.problem));
    const { origin, pathname } = new URL(given.body.url);
    expect((await fetch(`${origin}${pathname}`)).status).toBe(403);
    expect((await fetch(`${origin}/${pathname.split('/')[1]}?list-type=2`)).status).toBe(403);
  });
});
