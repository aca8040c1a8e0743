import { demonstrationNotice } from '../contracts/demonstration.ts';
import { fill, type Localised } from '../kernel/localised.ts';
import type { Check, Fact, Fault, Verification } from './verification.ts';

/**
 * What each check shows when it succeeds, in words for whoever lends money on it. Each is true by itself, also where
 * another check fails: under a forged checkpoint an entry stands under that, and not in the journal.
 */
export const checkTexts: Readonly<Record<Check, Localised>> = {
  paper: { zh: '文件可以识别', en: 'The file is a paper of this register.' },
  seal: { zh: '封印由登记机构的密钥签署', en: 'The seal is signed with the key of the register.' },
  bytes: {
    zh: '自封印以来，文件没有一个字节被改动',
    en: 'Not one byte of the file has changed since it was sealed.',
  },
  leaf: { zh: '登记条目完整、可读', en: 'The entry is attached whole and can be read.' },
  inclusion: {
    zh: '登记条目收录于检查点之下，位置与所载一致',
    en: 'The entry stands under the checkpoint, at the place stated.',
  },
  checkpoint: {
    zh: '日志检查点由登记日志的密钥签署',
    en: 'The checkpoint is signed with the key of the journal.',
  },
  openings: {
    zh: '披露的内容与登记条目中的承诺一致',
    en: 'What is disclosed is what the entry committed to.',
  },
  facts: {
    zh: '所载内容均由登记条目得出',
    en: 'What the paper states follows from the entry.',
  },
  commitment: {
    zh: '日志的末条承诺了当时全部权利负担的映射',
    en: 'The last leaf of the journal commits the map of all that was encumbered then.',
  },
  search: {
    zh: '查询结果由登记日志得出',
    en: 'What the search found follows from the journal.',
  },
};

const headlines: Readonly<Record<Verification['verdict'], Localised>> = {
  proved: { zh: '核验通过', en: 'PROVED' },
  fault: { zh: '核验未通过：请勿依赖该文件', en: 'NOT PROVED: do not rely on this file' },
  unreadable: { zh: '无法核验', en: 'COULD NOT BE CHECKED' },
};

const states = {
  proved: { mark: '✓', text: { zh: '属实', en: 'holds' } },
  fault: { mark: '✗', text: { zh: '不成立', en: 'does not hold' } },
  unchecked: { mark: '–', text: { zh: '未能核验', en: 'not checked' } },
} as const;

const bytesText: Localised = { zh: '文件第 {from} 至 {to} 字节', en: 'bytes {from} to {to} of the file' };

export type ReportLine = {
  readonly state: keyof typeof states;
  readonly mark: string;
  readonly stateText: Localised;
  readonly text: Localised;
  readonly details: readonly Localised[];
};

/** A verification as it is shown to people, on a terminal and on a page alike. */
export type Report = {
  readonly verdict: Verification['verdict'];
  readonly headline: Localised;
  readonly demonstration: string | undefined;
  readonly lines: readonly ReportLine[];
  readonly facts: readonly Fact[];
  readonly notes: readonly Localised[];
};

/** Faults shown of one check; a file with another's bytes throughout would name them all. */
const faultsShownMax = 5;

export function reportOf(found: Verification): Report {
  return {
    verdict: found.verdict,
    headline: headlines[found.verdict],
    demonstration: found.demonstration ? demonstrationNotice : undefined,
    lines: found.outcomes.map(({ check, state, faults }) => ({
      state,
      mark: states[state].mark,
      stateText: states[state].text,
      text: checkTexts[check],
      details: [...faults.slice(0, faultsShownMax).map(detailOf), ...furtherFaults(faults.length)],
    })),
    facts: found.facts,
    notes: found.notes,
  };
}

function detailOf({ text, where }: Fault): Localised {
  if (!where || where.length === 0) return text;
  const place = fill(bytesText, { from: where.offset, to: where.offset + where.length - 1 });
  return { zh: `${text.zh}（${place.zh}）`, en: `${text.en} (${place.en})` };
}

function furtherFaults(count: number): Localised[] {
  const more = count - faultsShownMax;
  return more > 0 ? [{ zh: `另有 ${more} 处`, en: `and ${more} more` }] : [];
}
