import { epochMsOf, type Instant } from '../kernel/instant.ts';
import type { Localised } from '../kernel/localised.ts';
import type { Entry } from '../register/entry.ts';
import type { Certificate, CertifiedParty, JournalPlace } from './certificate.ts';
import { certificateTexts as texts } from './texts.ts';
import type { Fact } from './verification.ts';

/** Said under every proof of an entry: it is of then, not of now. */
export const presentNote: Localised = {
  zh: '以上证明登记当时的内容；现时状态以登记簿为准。',
  en: 'This proves what was registered at that instant; for the present state the register prevails.',
};

/** What a certificate proves, as a banker reads it: who pledged what to whom, under which number, since when. */
export function certificateFacts(shown: Certificate): Fact[] {
  return [
    { label: texts.registrationNumber, value: shown.registrationNumber },
    { label: texts.registrationDate, value: shown.registrationDate },
    ...shown.pledgors.map((one) => ({ label: texts.pledgor, value: partyText(one) })),
    ...shown.pledgees.map((one) => ({ label: texts.pledgee, value: partyText(one) })),
    ...shown.patents.map(({ printedNumber, name }) => ({
      label: texts.patent,
      value: `ZL ${printedNumber} ${name}`,
    })),
    { label: texts.instant, value: instantText(shown.instant) },
    { label: texts.entry, value: shown.entry },
    ...placeFacts(shown.journal),
  ];
}

/** What the proof of an entry shows where there is no certificate of it. */
export function entryFacts(entry: Entry, place: JournalPlace): Fact[] {
  return [
    { label: texts.act, value: entry.act },
    ...(entry.record ? [{ label: texts.registrationNumber, value: entry.record.number }] : []),
    ...(entry.advanced ?? []).map(({ right, version }) => ({
      label: texts.title,
      value: { zh: `${right}，第 ${version} 版`, en: `${right}, version ${version}` },
    })),
    { label: texts.instant, value: instantText(entry.instant) },
    { label: texts.entry, value: entry.id },
    ...placeFacts(place),
  ];
}

/** Where in the journal it stands, and under which root that was shown. */
export function placeFacts({ origin, index, size, root }: JournalPlace): Fact[] {
  return [
    { label: texts.journal, value: origin },
    { label: texts.place, value: placeText(index, size) },
    { label: texts.root, value: root },
  ];
}

export function placeText(index: number, size: number): Localised {
  return { zh: `序号 ${index}，日志大小 ${size}`, en: `index ${index}, in a journal of ${size}` };
}

function partyText({ name, identifier }: CertifiedParty): string | Localised {
  if (name === undefined) return texts.unnamed;
  return identifier === undefined ? name : `${name} (${identifier})`;
}

/** The instant on the clock of Shanghai, and as the entry writes it. */
export function instantText(at: Instant): string {
  const local = new Date(epochMsOf(at) + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' ');
  return `${local} ${texts.shanghai.zh} ${texts.shanghai.en} (${at})`;
}
