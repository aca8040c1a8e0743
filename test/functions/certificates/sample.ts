import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type FontName,
  type Fonts,
  fontFiles,
  openFonts,
} from '../../../functions/certificates/drawing/fonts.ts';
import { encodeBase64url } from '../../../shared/kernel/base64url.ts';
import { saltedDigest } from '../../../shared/kernel/digest.ts';
import { patentCheckDigit } from '../../../shared/kernel/patent-number.ts';
import { type Entry, entry, type Opening } from '../../../shared/register/entry.ts';

const packages: Readonly<Record<FontName, string>> = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/',
  rare: '@expo-google-fonts/noto-serif-jp/400Regular/',
};

/** The fonts as the packages bring them; a bundle has them beside it. */
export function fontsHere(): Fonts {
  return openFonts((file) => {
    const found = Object.entries(fontFiles).find(([, one]) => one === file)?.[0] as FontName;
    return readFileSync(fileURLToPath(import.meta.resolve(`${packages[found]}${file}`)));
  });
}

export type Person = { readonly person: string; readonly forgotten?: true };
export type SampleParty = Person | { readonly name: string; readonly identifier?: string };
export type Sample = {
  readonly pledgors?: readonly SampleParty[];
  readonly pledgees?: readonly SampleParty[];
  readonly patents?: readonly string[];
  readonly demonstration?: boolean;
};

const salt = new Uint8Array(32).fill(7);

export function numberAt(index: number): string {
  const digits = `20181${String(1000001 + index)}`;
  return `${digits}${patentCheckDigit(digits)}`;
}

/** An entry of a pledge registration as the registrar writes it, with its public openings. */
export function sampleEntry(sample: Sample = {}): { entry: Entry; openings: Opening[] } {
  const commitments: Entry['commitments'] = [];
  const openings: Opening[] = [];
  const side = (name: string, parties: readonly SampleParty[]) =>
    parties.map((party, index) => {
      if (!('person' in party)) return { kind: 'organisation', ...party };
      const commitment = `${name}.${index}`;
      const value = { name: party.person };
      commitments.push({ name: commitment, digest: saltedDigest(salt, value) });
      if (!party.forgotten)
        openings.push({ name: commitment, salt: encodeBase64url(salt), value, public: true });
      return { kind: 'person', commitment };
    });
  const names = sample.patents ?? ['一种用于电池热管理的相变材料及其制备方法'];
  const pledgors = side(
    'pledgors',
    sample.pledgors ?? [{ name: '演示新能源科技（苏州）有限公司', identifier: '91350100M000100Y43' }],
  );
  const pledgees = side(
    'pledgees',
    sample.pledgees ?? [{ name: '演示银行股份有限公司苏州分行', identifier: '91320500MA1MABCD0X' }],
  );
  const made = entry.parse({
    schema: 'entry-1',
    id: 'ent_01kb3m9x8r0000000000000000',
    instant: '2026-11-22T06:00:00.123Z',
    act: 'pledge.registration',
    filing: 'fil_01kb3m9x8r0000000000000000',
    decidedBy: 'machine',
    advanced: names.map((_, index) => ({ right: `patent:${numberAt(index)}`, version: index + 2 })),
    record: { kind: 'pledge', number: 'Y2026980001234', version: 1, status: 'registered' },
    public: {
      registrationNumber: 'Y2026980001234',
      registrationDate: '2026-11-22',
      pledgors,
      pledgees,
      patents: names.map((name, index) => ({
        patentNumber: numberAt(index),
        name,
        filingDate: '2018-03-01',
        ...(index % 5 !== 4 && { mainClassification: 'H04L 9/32', grantDate: '2020-05-01' }),
      })),
    },
    commitments,
    demonstration: sample.demonstration ?? true,
  });
  return { entry: made, openings };
}

export const context = {
  verificationAddress: 'https://register.example/verify/ent_01kb3m9x8r0000000000000000',
  demonstration: false,
  journal: {
    origin: 'register.example/journal',
    index: 300,
    size: 302,
    root: 'xuTXTskL6s8PXNEjSU5JFsOg8NZ8dbdjHrvbhWmRyKg=',
  },
};
