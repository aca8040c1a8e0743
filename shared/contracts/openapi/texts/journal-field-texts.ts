import type { Text } from './text.ts';

/** Fields of the journal's keys and its newest checkpoint. */
export const journalFieldTexts: Readonly<Record<string, Text>> = {
  'JournalTile.path': {
    zh: '块的层与位置，按 C2SP tlog-tiles；entries 为条目块',
    en: 'Level and place of a tile, as C2SP tlog-tiles writes them; `entries` instead of a level for a bundle of entries',
    example: 'entries/000.p/1',
  },
  'JournalKeysAnswer.origin': {
    zh: '日志名称，即各检查点的首行',
    en: 'The name of the log, first line of each checkpoint',
  },
  'JournalKeysAnswer.size': { zh: '日志的条目总数', en: 'Leaves in the log' },
  'JournalKeysAnswer.instant': {
    zh: '最新检查点的时间；按时点查询最晚到此时',
    en: 'Instant of the newest checkpoint, which is how far an answer `asOf` an instant reaches',
  },
  'JournalKeysAnswer.keys': { zh: '公钥', en: 'The public keys' },
  'JournalKeysAnswerKeys.key': {
    zh: '公钥，按 C2SP signed-note 写作“名称+标识+密钥”',
    en: 'The key as C2SP signed-note writes it: name, id and key, joined by `+`',
  },
  'JournalKeysAnswerKeys.current': {
    zh: '是否仍在使用；停用前所签仍然有效',
    en: 'Whether it still signs; what it signed before stays valid',
  },
  'JournalKeysAnswerKeys.signs': {
    zh: '所签：checkpoints 检查点，certificates 证书',
    en: 'What it signs: checkpoints of the log, or certificates',
  },
};
