import type { Answer } from '../../shared/contracts/operations/index.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import { procedures } from '../../shared/procedures/index.ts';
import { filingDigest } from '../../shared/register/filing.ts';
import { demand } from '../seed/refused.ts';
import { complete, type DemoPledge, halfFilled } from './form.ts';
import { demoPapers, upload } from './papers.ts';
import type { Scene } from './scene.ts';
import { expect, expected } from './steps.ts';

export type FilingView = Answer<'filings.get'>;
type Examination = Answer<'filings.examine'>;

/** Fields that a half-filled draft lacks, as the examination must list them. */
const missing = ['/pledgees', '/mainContract', '/pledgeContract', '/scope', '/contractItems'];

/** The pledge of the demonstration: the three patents, from owner to bank. */
export const pledgeOf = ({ owner, bank, titles, today }: Scene): DemoPledge => ({
  pledgor: owner.id,
  pledgee: bank.id,
  titles,
  today,
});

/** Opens a half-filled draft, has it examined, completes it and has it examined again: nothing stops it then. */
export async function draft(scene: Scene): Promise<FilingView> {
  const { people, steps } = scene;
  const owner = people.as('owner');
  const opened = await steps.step({ zh: '新建未填完的草稿', en: 'Open a half-filled draft' }, async (say) => {
    const body = { procedure: 'pledge.registration', ...halfFilled(pledgeOf(scene)) };
    const made = await owner.call('filings.open', { body });
    const filing = demand(made, 'filings.open');
    expect(
      filing.status === 'draft' && filing.digest === undefined,
      'a draft that nobody can consent to yet',
    );
    say(filing.id);
    return { filing, etag: expected(made.ok ? made.etag : undefined, 'an ETag to edit by') };
  });
  const params = { filingId: opened.filing.id };
  await steps.step({ zh: '预审：有何障碍', en: 'Live examination: what would stop it' }, async (say) => {
    const seen = demand(await owner.call('filings.examine', { params }), 'filings.examine');
    expectObstacles(scene, seen);
    say(`未填 missing: ${seen.issues.map((one) => one.pointer).join(' ')}`);
    for (const one of seen.findings) say(`${one.ground} ${one.text.zh} ${one.text.en}`);
  });
  const papers = await demoPapers(scene);
  const filing = await steps.step({ zh: '补全申请表', en: 'Complete the form' }, async (say) => {
    const edited = await owner.call(
      'filings.edit',
      { params, body: complete(pledgeOf(scene), papers) },
      { ifMatch: opened.etag },
    );
    const filing = demand(edited, 'filings.edit');
    expect(filing.digest === digestOf(filing), 'the digest shown is the digest of form and documents');
    say(`${filing.digest}`);
    return filing;
  });
  await upload(scene, filing, papers);
  await steps.step({ zh: '再次预审：无障碍', en: 'Examined again: nothing stops it' }, async () => {
    const seen = demand(await owner.call('filings.examine', { params }), 'filings.examine');
    expect(seen.complete && seen.issues.length === 0, 'the form is complete');
    expect(seen.documents.length === 0, `no document is missing, but ${seen.documents[0]?.detail}`);
    expect(seen.findings.length === 0, `no finding, but there is ${seen.findings[0]?.ground}`);
    expect(seen.publicFactsOnly.length === 0, 'the owner sees all facts of its own patents');
  });
  return filing;
}

function expectObstacles({ titles }: Scene, seen: Examination): void {
  const pointers = seen.issues.map((one) => one.pointer);
  expect(!seen.complete, 'the half-filled form is not complete');
  for (const pointer of missing) expect(pointers.includes(pointer), `${pointer} is named as missing`);
  const late = seen.findings.filter((one) => one.ground === 'A4.g6').map((one) => one.right);
  const first = titles.filter((one) => one.expiryDate === titles[0]?.expiryDate);
  expect(
    first.every((one) => late.includes(rightOf(one.patentNumber))),
    'A4.g6: the debt would outlive the patent',
  );
  expect(seen.findings.length === late.length, 'no other finding on what is filled in');
}

/** The digest computed here, from what the filing shows: what a signer's own system would do before it consents. */
function digestOf(filing: FilingView): string | undefined {
  const { applicant } = filing;
  // Who filed it changes no pledge form.
  const asker = { applicant, filedBy: { account: '', party: applicant } };
  const opened = procedures.get(filing.procedure)?.open(filing.form, asker);
  return opened?.ok ? filingDigest({ ...filing, form: opened.form.form }) : undefined;
}

/** Owner and bank consent, each from its own account and over the digest it computed itself. */
export async function consent(scene: Scene, filing: Pick<FilingView, 'id'>): Promise<void> {
  for (const [account, party] of [['owner', scene.owner] as const, ['bank', scene.bank] as const]) {
    const client = scene.people.as(account);
    const params = { filingId: filing.id };
    const seen = demand(await client.call('filings.get', { params }), `filings.get, ${account}`);
    const digest = expected(digestOf(seen), `the filing is complete for ${account}`);
    const body = { digest };
    const given = demand(
      await client.call('filings.consent', { params, body }),
      `filings.consent, ${account}`,
    );
    expect(
      given.consents.some((one) => one.party === party.id && one.digest === digest),
      `${account}'s consent`,
    );
    expect(!given.missingConsents.includes(party.id), `${account}'s consent counts`);
  }
}
