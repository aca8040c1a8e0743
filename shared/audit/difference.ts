import type { EntryId } from '../kernel/id.ts';
import type { Localised } from '../kernel/localised.ts';

/** 差异: what an audit can find, each with the words in which it is told. */
export const differenceTexts = {
  checkpoint: {
    zh: '检查点缺失，或签名、来源与公钥不符',
    en: 'the checkpoint is missing, or not signed by the key for this log',
  },
  tileMissing: { zh: '日志对象缺失', en: 'an object of the log is missing' },
  tileLength: { zh: '日志对象长度不符', en: 'an object of the log is too short or too long' },
  bundle: { zh: '条目包无法拆开', en: 'a bundle of entries cannot be taken apart' },
  leafHash: { zh: '条目与叶哈希不符', en: 'a leaf is not what its hash says' },
  tileHash: { zh: '哈希块与上一级不符', en: 'a tile is not what the tile above it says' },
  root: { zh: '根哈希与检查点不符', en: 'the tiles do not lead to the root of the checkpoint' },
  leaf: {
    zh: '叶不是登记条目，也不是限制目录',
    en: 'a leaf is neither an entry nor a commitment to the map',
  },
  mapRoot: {
    zh: '限制目录的根与此前条目不符',
    en: 'the map of what is encumbered does not follow from the entries before it',
  },
  mapEnd: {
    zh: '日志末尾不是限制目录',
    en: 'the log does not end with a commitment to the map',
  },
  entryTwice: { zh: '同一条目出现两次', en: 'an entry stands in the log twice' },
  unknownAct: { zh: '未知的登记行为', en: 'the act of an entry is not known' },
  opening: { zh: '开示值与承诺不符', en: 'an opening does not open the commitment of its entry' },
  strayOpening: { zh: '存在条目未承诺的开示值', en: 'an opening belongs to no commitment of its entry' },
  form: { zh: '开示值不能还原申请表', en: 'what the openings hold is no form of the procedure' },
  consent: {
    zh: '登记时的同意并非对该申请作出',
    en: 'what was registered is not what the parties consented to',
  },
  body: { zh: '正文与摘要不符', en: 'the body of an entry is not what its digest says' },
  version: { zh: '权利档案版本不连续', en: 'the versions of a title are not consecutive' },
  instant: { zh: '权利档案的时刻没有递增', en: 'the instants of a title do not rise' },
  effect: { zh: '条目所载与其效力不符', en: 'an entry does not say what its effect is' },
  missing: { zh: '日志有而登记簿没有', en: 'the register lacks what the log made' },
  changed: { zh: '登记簿与日志不一致', en: 'the register says other than the log' },
  unmade: { zh: '登记簿有而没有条目作出', en: 'no entry made what stands in the register' },
  index: { zh: '条目的序号与日志不符', en: 'the index kept of an entry is not its place in the log' },
  pending: { zh: '条目等待入日志过久', en: 'an entry has been waiting for the log for too long' },
  pendingLeft: { zh: '已入日志的条目仍在等待', en: 'an entry that is in the log still waits for it' },
} as const satisfies Readonly<Record<string, Localised>>;
export type DifferenceCode = keyof typeof differenceTexts;

/**
 * One place where the log does not hold together, or the register is not what the log says. It names what differs and
 * never how: values may be private, and whoever may see them looks at the place itself.
 */
export type Difference = {
  readonly code: DifferenceCode;
  /** The index of the leaf at which it shows; absent for what no entry made. */
  readonly index?: number;
  readonly entry?: EntryId;
  /** The title, record, party or mandate, or the object of the log. */
  readonly subject?: string;
  /** JSON Pointer of the field, or the name of the commitment. */
  readonly field?: string;
};

/** The one that shows first in the log; what has no index comes after all that has one. */
export function firstOf(one: Difference | undefined, other: Difference | undefined): Difference | undefined {
  if (!one || !other) return one ?? other;
  return (other.index ?? Number.POSITIVE_INFINITY) < (one.index ?? Number.POSITIVE_INFINITY) ? other : one;
}
