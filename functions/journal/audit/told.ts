import type { AuditReport } from '../../../shared/audit/audit.ts';
import { type Difference, differenceTexts } from '../../../shared/audit/difference.ts';
import { fill, type Localised } from '../../../shared/kernel/localised.ts';

/** What an audit found, in both languages, a line a fact; private values are never among them. */
export function told({ size, counts, difference }: AuditReport): string {
  const lines = [
    said(texts.read, { size, ...counts }),
    ...(counts.forgotten > 0 ? [said(texts.forgotten, counts)] : []),
    ...(counts.given > 0 ? [said(texts.given, counts)] : []),
    ...(difference ? tellOf(difference) : [said(texts.fine, {})]),
  ];
  return `${lines.join('\n')}\n`;
}

const texts = {
  read: {
    zh: '日志共{size}叶：条目{entries}，限制目录{mapLeaves}',
    en: 'leaves {size}: entries {entries}, roots of the map {mapLeaves}',
  },
  forgotten: {
    zh: '已遗忘的开示值{forgotten}项；因此不能还原的条目{notRebuilt}条，仅由其产生而未比对的内容{notCompared}项',
    en: 'openings forgotten {forgotten}; entries not made again for that {notRebuilt}, with {notCompared} things that only they made',
  },
  given: {
    zh: '演示环境：没有条目的主体{given}个，按现状采用',
    en: 'demonstration: parties without an entry {given}, taken as they stand',
  },
  fine: { zh: '登记簿与日志一致', en: 'the register is what the log says' },
  difference: { zh: '差异：', en: 'difference: ' },
} as const satisfies Readonly<Record<string, Localised>>;

function said(text: Localised, params: Readonly<Record<string, string | number>>): string {
  const { zh, en } = fill(text, params);
  return `${zh}\n  ${en}`;
}

function tellOf({ code, ...where }: Difference): string[] {
  const { zh, en } = differenceTexts[code];
  const places = Object.entries(where).map(([name, value]) => `  ${name} ${value}`);
  return [`${texts.difference.zh}${zh}\n  ${texts.difference.en}${en} (${code})`, ...places];
}
