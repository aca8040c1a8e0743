import { beforeAll, expect, it } from 'vitest';
import { reportOf } from '../../../shared/certificates/report.ts';
import type { SearchCertificate } from '../../../shared/certificates/search-certificate.ts';
import { notProvedTexts } from '../../../shared/certificates/search-texts.ts';
import { searchFaults } from '../../../shared/certificates/search-verification.ts';
import { verify } from '../../../shared/certificates/verify.ts';
import { rightsForTest } from '../journal/map/rights.ts';
import { type LogKey, logKey, pledgeHold, searchedLog, written } from './searched-log.ts';

const utf8 = new TextEncoder();
const [free, pledged] = rightsForTest(2);

let key: LogKey;
let made: SearchCertificate;
beforeAll(async () => {
  if (!free || !pledged) throw new Error('two rights');
  key = await logKey();
  const log = await searchedLog([[{ right: pledged, holds: [pledgeHold(1)] }]], key);
  made = await log.certify([{ right: free }, { right: pledged, holds: [pledgeHold(1)] }]);
});

const verified = (text: string, keys = [key.verifier]) => verify([utf8.encode(text)], keys);
const states = (found: Awaited<ReturnType<typeof verified>>) =>
  found.outcomes.map(({ check, state }) => `${check} ${state}`);

it('a search certificate is checked by the verifier of all papers, and says what it does not prove', async () => {
  const found = await verified(`${written(made)}\n`);
  expect(found).toMatchObject({ kind: 'search-certificate', verdict: 'proved', demonstration: false });
  expect(states(found)).toEqual(['paper proved', 'checkpoint proved', 'commitment proved', 'search proved']);
  expect(found.facts).toHaveLength(3);
  expect(found.notes).toEqual(notProvedTexts);
  expect(reportOf(found).lines.every(({ details }) => details.length === 0)).toBe(true);
});

it('the check that fails names the fault, those before it stand, and those after it are not made', async () => {
  const cases: [text: string, fault: string, states: string[]][] = [
    [written(made).slice(0, -30), 'notJson', ['fault', 'unchecked', 'unchecked', 'unchecked']],
    [JSON.stringify(made, null, 2), 'notCanonical', ['fault', 'unchecked', 'unchecked', 'unchecked']],
    [
      written({ ...made, checkpoint: made.checkpoint.replace('journal', 'journey') }),
      'signatureWrong',
      ['proved', 'fault', 'unchecked', 'unchecked'],
    ],
    [
      written({ ...made, leaf: { ...made.leaf, before: made.leaf.before + 1 } }),
      'leafNotLast',
      ['proved', 'proved', 'fault', 'unchecked'],
    ],
    [
      written({ ...made, rights: made.rights.map(withoutDigest) }),
      'mapProofWrong',
      ['proved', 'proved', 'proved', 'fault'],
    ],
  ];
  for (const [text, code, expected] of cases) {
    const found = await verified(text);
    expect(found.verdict, code).toBe('fault');
    expect(found.outcomes.map(({ state }) => state)).toEqual(expected);
    expect(found.outcomes.flatMap(({ faults }) => faults)).toMatchObject([{ code }]);
    expect(found.facts).toEqual([]);
    expect(searchFaults).toContain(code);
  }
});

/** The right as if nothing were on it. */
function withoutDigest({ right, depth }: SearchCertificate['rights'][number]): object {
  return { right, depth };
}

it('a text that only mentions the kind, or no key at all, proves nothing', async () => {
  expect((await verified('search-1')).verdict).toBe('unreadable');
  expect((await verified(written(made), [])).verdict).toBe('fault');
  expect((await verified(`\ufeff${written(made)}`)).verdict).not.toBe('proved');
});
