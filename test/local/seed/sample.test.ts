import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseOwners, inForce, readSample, samplePath } from '../../../local/seed/sample.ts';
import { plainDate } from '../../../shared/kernel/plain-date.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const day = plainDate.parse('2026-11-22');

/** A sample of one's own: number, owners, filing date and grant date a line. */
function sampleOf(
  ...lines: readonly (readonly [number: string, owners: string, filed: string, granted: string])[]
) {
  const path = join(folder, `${crypto.randomUUID()}.csv`);
  const rows = lines.map((line) => `${line.join(',')}\n`);
  writeFileSync(path, `patentNumber,patentees,filingDate,grantDate\n${rows.join('')}`);
  return readSample(path);
}

// Utility models of 2018 and 2015, and an invention of 2009; the terms end after 10, 10 and 20 years.
const running = [
  '201820004263.3',
  '201821695075.6',
  '201720760694.8',
  '201720760695.2',
  '201720760713.7',
] as const;
const [first, second, third, fourth, fifth] = running;

describe('the sample patents', () => {
  const sample = readSample();

  it('are handed to the import line by line, as they stand in the file', () => {
    const text = readFileSync(samplePath, 'utf8');
    expect(sample.patents).toHaveLength(472);
    expect(sample.header + sample.patents.map((one) => one.line).join('')).toBe(text);
  });

  it('say which are in force on a day: granted, and within the term of their kind (A4.3)', () => {
    const numbers = inForce(sample, day).map((one) => one.number);
    expect(numbers).toContain('200910071966.3');
    expect(numbers).not.toContain('200320113728.2');
    expect(inForce(sample, plainDate.parse('2027-06-28')).map((one) => one.number)).toContain(
      '201720760694.8',
    );
    expect(inForce(sample, plainDate.parse('2027-06-29')).map((one) => one.number)).not.toContain(
      '201720760694.8',
    );
  });

  it('give the owner who alone has most in force, and the one who has most jointly', () => {
    expect(chooseOwners(sample, day)).toEqual({
      owner: 'UNIV HARBIN ENG',
      coOwner: 'CHONGQING LONCIN ENGINE CO LTD',
    });
  });

  it('give nobody once they have all run out', () => {
    expect(() => chooseOwners(sample, plainDate.parse('2060-01-01'))).toThrow(RangeError);
  });
});

describe('the choice of owners', () => {
  it('counts one name however it is written, and leaves out what is not granted or has run out', () => {
    const sample = sampleOf(
      [first, 'ABB（中国）有限公司', '2018-01-02', '2018-08-03'],
      [second, 'ABB(中国)有限公司', '2018-10-19', '2019-06-21'],
      [third, 'ＡＢＢ(中国)有限公司', '2017-06-28', '2017-12-29'],
      ['200910071966.3', 'B', '2009-05-07', ''],
      ['200320113728.2', 'B', '2003-12-29', '2005-03-02'],
      [fourth, 'B', '2017-06-28', '2017-12-29'],
      [fifth, 'B; C', '2017-06-28', '2017-12-29'],
    );
    expect(chooseOwners(sample, day)).toEqual({ owner: 'ABB（中国）有限公司', coOwner: 'B' });
  });

  it('does not let one organisation stand on both sides', () => {
    const sample = sampleOf(
      [first, 'A', '2018-01-02', '2018-08-03'],
      [second, 'A', '2018-10-19', '2019-06-21'],
      [third, 'A', '2017-06-28', '2017-12-29'],
      [fourth, 'A;Z', '2017-06-28', '2017-12-29'],
      [fifth, 'a;Z', '2017-06-28', '2017-12-29'],
    );
    expect(chooseOwners(sample, day)).toEqual({ owner: 'A', coOwner: 'Z' });
  });

  it('refuses an owner with fewer than the three that the demonstration pledges', () => {
    const sample = sampleOf(
      [first, 'A', '2018-01-02', '2018-08-03'],
      [second, 'A', '2018-10-19', '2019-06-21'],
      [third, 'B;C', '2017-06-28', '2017-12-29'],
    );
    expect(() => chooseOwners(sample, day)).toThrow('no owner');
  });
});
