import { isProblem } from '../../shared/contracts/client.ts';
import type { Outcome } from '../../shared/contracts/operations/registrar.ts';
import { handIn } from '../papers/hand-in.ts';
import { demand } from '../seed/refused.ts';
import { consent, type FilingView, pledgeOf } from './filing.ts';
import { complete } from './form.ts';
import { demoPapers } from './papers.ts';
import type { Scene } from './scene.ts';
import { expect, expected } from './steps.ts';

export type Registered = {
  readonly filing: FilingView['id'];
  readonly number: string;
  readonly entry: string;
  /** The key of the submission and the very bytes it was answered with. */
  readonly key: string;
  readonly bytes: string;
};

export type Heard = { readonly last: () => string };

/** Both parties consent, and the filing is submitted: a clean one is registered in the same call. */
export async function register(scene: Scene, filing: FilingView, heard: Heard): Promise<Registered> {
  const { people, steps } = scene;
  const owner = people.as('owner');
  const params = { filingId: filing.id };
  await steps.step({ zh: '出质人与质权人同意', en: 'Both parties consent' }, async (say) => {
    const early = await owner.call('filings.submit', { params });
    const code = !early.ok && isProblem(early.problem) ? early.problem.code : early.status;
    expect(code === 'consents-missing', `a submission before the consents is refused, not answered ${code}`);
    await expectNotice(scene, filing);
    await consent(scene, filing);
    say('提交前缺同意即不予受理 without them a submission is refused: consents-missing');
  });
  return await steps.step({ zh: '提交并登记', en: 'Submit: examined and registered' }, async (say) => {
    const key = `demo-${crypto.randomUUID()}`;
    const started = performance.now();
    const answer = await owner.call('filings.submit', { params }, { idempotencyKey: key });
    const seconds = (performance.now() - started) / 1000;
    const made = registrationOf(demand(answer, 'filings.submit'));
    say(`登记号 registration number ${made.number}, ${seconds.toFixed(3)} s`);
    return { filing: filing.id, ...made, key, bytes: heard.last() };
  });
}

/** The bank learns of the filing by itself: it was told that its consent is asked. */
async function expectNotice({ people }: Scene, filing: FilingView): Promise<void> {
  const notices = demand(await people.as('bank').call('notices.list'), 'notices.list');
  const told = notices.items.some((one) => one.filing === filing.id && one.code === 'consent-asked');
  expect(told, 'the bank is told that its consent is asked');
}

function registrationOf(outcome: Outcome): Pick<Registered, 'number' | 'entry'> {
  const grounds = outcome.findings.map((one) => `${one.ground} ${one.text.en}`).join('; ');
  expect(outcome.status === 'registered', `registered, not ${outcome.status} ${grounds}`);
  const made = expected(outcome.registration, 'a registration number');
  const number = expected(made.registrationNumber, 'a pledge is numbered');
  expect(/^Y\d{13}$/.test(number), `a registration number, not ${number}`);
  return { number, entry: made.entry };
}

/** The same submission under the same key: the same bytes, and nothing happens twice. */
export async function repeat(scene: Scene, made: Registered, heard: Heard): Promise<void> {
  const { people, steps, titles } = scene;
  const owner = people.as('owner');
  const name = { zh: '以同一 Idempotency-Key 重复提交', en: 'The same Idempotency-Key again' };
  await steps.step(name, async (say) => {
    const params = { filingId: made.filing };
    const again = await owner.call('filings.submit', { params }, { idempotencyKey: made.key });
    demand(again, 'filings.submit, repeated');
    expect(heard.last() === made.bytes, 'the same bytes as the first time');
    for (const { patentNumber, version } of titles) {
      const title = demand(await owner.call('titles.get', { params: { patentNumber } }), 'titles.get');
      expect(
        title.version === version + 1,
        `${patentNumber} was advanced once, not ${title.version - version} times`,
      );
    }
    say(`${Buffer.byteLength(made.bytes)} 字节相同 bytes, all the same; each title advanced once`);
  });
}

/** A second pledge of one of the patents, by the same parties: refused, since a patent carries one pledge (A1.7). */
export async function pledgeAgain(scene: Scene, made: Registered): Promise<void> {
  const { people, steps } = scene;
  const owner = people.as('owner');
  const first = expected(scene.titles[0], 'a title');
  const name = { zh: '再次质押其中一件：不予登记', en: 'A second pledge of one of them is refused' };
  await steps.step(name, async (say) => {
    const papers = await demoPapers({ titles: [first] });
    const again = complete({ ...pledgeOf(scene), titles: [first] }, papers);
    const body = { procedure: 'pledge.registration', ...again };
    const opened = demand(await owner.call('filings.open', { body }), 'filings.open');
    await handIn(owner, opened, papers);
    const params = { filingId: opened.id };
    const seen = demand(await owner.call('filings.examine', { params }), 'filings.examine');
    expect(seen.findings.some(isG9(made)), 'the live examination warns of A4.g9');
    await consent(scene, opened);
    const outcome = demand(await owner.call('filings.submit', { params }), 'filings.submit');
    expect(outcome.status === 'refused', `refused, not ${outcome.status}`);
    const finding = expected(outcome.findings.find(isG9(made)), `A4.g9 naming ${made.number}`);
    expect(outcome.findings.length === 1, 'A4.g9 and nothing else');
    const { patentNumber } = first;
    const after = demand(await owner.call('titles.get', { params: { patentNumber } }), 'titles.get');
    expect(after.holds.length === 1 && after.holds[0]?.record === made.number, 'the title is as it was');
    say(`${finding.ground} ${finding.text.zh}`);
    say(`      ${finding.text.en}`);
  });
}

const isG9 =
  ({ number }: Registered) =>
  (one: Outcome['findings'][number]): boolean =>
    one.ground === 'A4.g9' && one.severity === 'refusal' && one.text.en.includes(number);
