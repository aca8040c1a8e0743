import type { Stretch } from '../journal/sealed.ts';
import { fill, type Localised } from '../kernel/localised.ts';
import { attachmentFiles, attachmentNames } from './attachments.ts';
import type { Fault } from './verification.ts';

/** Every fault that a verification names, in both languages. */
export const faultTexts = {
  'not-recognised': {
    zh: '这不是本登记系统的通知书、检索证明或者条目证明',
    en: 'This is no certificate, search certificate or proof of this register.',
  },
  'too-many': {
    zh: '一次只能核验一份文件，或者一个登记条目及其 .tlog-proof',
    en: 'One paper is checked at a time: one file, or an entry with its .tlog-proof.',
  },
  'too-large': { zh: '文件过大，未予读取', en: 'The file is too large and was not read.' },
  'no-keys': {
    zh: '公钥文件无法读取：每行应有一个 Ed25519 验证公钥',
    en: 'The keys cannot be read: each line should hold one Ed25519 verifier key.',
  },
  'seal-missing': {
    zh: '文件中没有封印：文件不完整，或者不是本登记系统签发的通知书',
    en: 'The file bears no seal: it was cut off, or is no certificate of this register.',
  },
  'seal-unreadable': { zh: '封印已被改动，无法读取', en: 'The seal was changed and cannot be read.' },
  'seal-foreign-key': {
    zh: '封印不是由所给公钥对应的私钥签署的',
    en: 'The seal is not signed by any of the keys given.',
  },
  'seal-signature': {
    zh: '封印的签名与其内容不符：封印已被改动，或者系伪造',
    en: 'The signature of the seal does not fit its text: the seal was changed, or is forged.',
  },
  'seal-kind': { zh: '该封印用于另一种文件', en: 'The seal is one of another kind of paper.' },
  'segment-changed': {
    zh: '“{part}”的字节与签发时不同',
    en: 'The bytes of the {part} are not those that were issued.',
  },
  'bytes-added': {
    zh: '文件中有签发时没有的字节',
    en: 'The file has bytes that were not there when it was issued.',
  },
  'attachment-missing': { zh: '缺少“{part}”', en: 'The {part} is missing.' },
  'leaf-unreadable': { zh: '附件中的登记条目无法读取', en: 'The attached entry cannot be read.' },
  'leaf-not-canonical': {
    zh: '登记条目的写法不是规范化 JSON',
    en: 'The entry is not written as canonical JSON.',
  },
  'proof-unreadable': { zh: '收录证明无法读取', en: 'The inclusion proof cannot be read.' },
  'proof-path': {
    zh: '证明路径不能由登记条目（序号 {index}）导出检查点（大小 {size}）的根',
    en: 'The path of the proof does not lead from the entry (index {index}) to the root of the checkpoint (size {size}).',
  },
  'checkpoint-unreadable': { zh: '检查点无法读取', en: 'The checkpoint cannot be read.' },
  'checkpoint-other-log': {
    zh: '检查点属于另一日志：{origin}',
    en: 'The checkpoint is that of another log: {origin}',
  },
  'checkpoint-foreign-key': {
    zh: '检查点不是由所给公钥对应的私钥签署的：{origin}',
    en: 'The checkpoint is not signed by any of the keys given: {origin}',
  },
  'checkpoint-signature': {
    zh: '检查点的签名与其内容不符',
    en: 'The signature of the checkpoint does not fit its text.',
  },
  'openings-unreadable': { zh: '所附的披露值无法读取', en: 'The attached openings cannot be read.' },
  'opening-unknown': {
    zh: '登记条目没有对“{name}”作出承诺',
    en: 'The entry commits to nothing named “{name}”.',
  },
  'opening-wrong': {
    zh: '“{name}”的披露值与登记条目中的承诺不符',
    en: 'The opening of “{name}” does not open what the entry commits to.',
  },
  'facts-unreadable': { zh: '通知书的内容无法读取', en: 'The facts of the certificate cannot be read.' },
  'facts-differ': {
    zh: '通知书的内容与登记条目及其证明不符，不符之处：{pointer}',
    en: 'The certificate says something else than the entry and its proof, at {pointer}',
  },
  'other-act': {
    zh: '该登记条目不是质押登记：{act}',
    en: 'This entry does not register a pledge: {act}',
  },
} as const satisfies Readonly<Record<string, Localised>>;

export type FaultCode = keyof typeof faultTexts;

/** The parts of a certificate, by the names of its segments; attachments by the names of their files. */
const partTexts: Readonly<Record<string, Localised>> = {
  document: { zh: '文件正文', en: 'document' },
  end: { zh: '文件结尾', en: 'end of the file' },
  seal: { zh: '封印', en: 'seal' },
  ...Object.fromEntries(
    attachmentNames.map((name) => {
      const { fileName } = attachmentFiles[name];
      return [name, { zh: `附件 ${fileName}`, en: `attachment ${fileName}` }];
    }),
  ),
};

/** A fault with what fills its text; the part it lies in fills `{part}`. */
export function faultOf(
  code: FaultCode,
  place: { readonly part?: string; readonly where?: Stretch } = {},
  params: Readonly<Record<string, string | number>> = {},
): Fault {
  const { zh, en } = fill(faultTexts[code], params);
  const { part = '' } = place;
  const named = partTexts[part] ?? { zh: part, en: part };
  const text = { zh: fillPart(zh, named.zh), en: fillPart(en, named.en) };
  return { code, text, ...place };
}

function fillPart(text: string, part: string): string {
  return text.replace('{part}', () => part);
}
