import type { Localised } from '../../../shared/kernel/localised.ts';

/** The texts of the verification page. What its script says stands here too, so that both languages are in one place. */
export const words = {
  title: { zh: '核验', en: 'Verify' },
  register: { zh: '知识产权交易登记系统', en: 'IP Register' },
  other: { zh: 'English', en: '中文' },
  lead: {
    zh: '核验在本页面中进行：所选文件不会被上传。',
    en: 'Everything is checked in this page: the files you choose are not uploaded.',
  },
  noScript: {
    zh: '本页需要运行脚本才能核验。也可以用命令行核验程序离线核验。',
    en: 'This page needs its script to check anything. The command line verifier does the same offline.',
  },
  choose: {
    zh: '选择文件，或者拖放到此处',
    en: 'Choose a file, or drop it here',
  },
  accepted: {
    zh: '登记通知书（PDF）、权利负担查询证明（JSON），或者登记条目与其 .tlog-proof 一并选择',
    en: 'A certificate (PDF), a search certificate (JSON), or an entry together with its .tlog-proof',
  },
  keys: { zh: '所信任的公钥', en: 'The public keys you trust' },
  keysHelp: {
    zh: '以下为本登记系统现在公布的公钥。如果您先前已从其他途径取得公钥，请改用自己的一份：只有这样，核验才不依赖本页面。',
    en: 'Below are the keys that this register publishes now. If you have had them from elsewhere, put in your own: only then does the proof not rest on this page.',
  },
  entry: { zh: '登记条目 {entry}', en: 'Entry {entry}' },
  entryHelp: {
    zh: '以下为登记系统公布的该条目及其证明，由本页面核验。',
    en: 'What the register publishes of this entry, with its proof, checked by this page.',
  },
  checking: { zh: '正在核验……', en: 'Checking…' },
  unreachable: {
    zh: '未能取得登记系统公布的内容：{what}',
    en: 'What the register publishes could not be fetched: {what}',
  },
  otherEntry: {
    zh: '登记系统答复的不是该条目',
    en: 'What the register answered is not this entry.',
  },
  checks: { zh: '核验事项', en: 'What was checked' },
  facts: { zh: '已证明的内容', en: 'What is proved' },
  notes: { zh: '请注意', en: 'Mind that' },
} as const satisfies Readonly<Record<string, Localised>>;
