import type { Text } from './text.ts';

const text = (zh: string, en: string, example?: unknown): Text => ({
  zh,
  en,
  ...(example !== undefined && { example }),
});

/** Fields of search certificates, and what their query asks. */
export const searchCertificateTexts: Readonly<Record<string, Text>> = {
  'SearchCertificatesGet.patentNumber': text(
    '一至二十个专利号：重复该参数，或者以逗号分隔',
    'One to twenty patent numbers: the parameter given several times, or separated by commas',
    '2017106018623',
  ),
  'SearchCertificatesGet.asOf': text(
    '截至何时：日志的长度（答复为首个不小于该长度的已公布长度）或 RFC 3339 时间；未填为最新',
    'As of when: a size of the journal, answered at the first published size of at least that, or a time of RFC 3339; the newest where left out',
  ),
  'SearchCertificate.rights': text(
    '所查的权利，各一次，按名称排序',
    'The rights searched, each once, in the order of their names',
  ),
  'SearchCertificate.hashes': text(
    '权利负担映射中不能推算的散列值，逐个相接，base64',
    'Hashes of the map that do not follow from the ends, one after another, base64',
    '',
  ),
  'SearchCertificate.leaf': text(
    '该长度日志的最后一条，承诺权利负担映射的根',
    'The last leaf of the journal at this size, which commits the root of the map',
  ),
  'SearchCertificate.path': text(
    '该条在日志中的收录证明，自下而上逐个相接，base64',
    'The inclusion proof of that leaf, from the leaf up, one hash after another, base64',
    '',
  ),
  'SearchCertificate.checkpoint': text(
    '检查点的签名原文（C2SP signed-note）',
    'The signed note of the checkpoint, verbatim (C2SP signed-note)',
  ),
  'SearchCertificate.notice': text(
    '演示标记，仅见于演示环境',
    'The mark of a demonstration, in such an environment only',
  ),
  'EncumberedRight.depth': text('在映射中的深度（位）', 'Its depth in the map, in bits of its key', 0),
  'EncumberedRight.digest': text('各项权利负担的摘要', 'Digest of its holds'),
  'FreeRight.depth': text(
    '查找终止的深度（位）',
    'The depth at which the way to it ends, in bits of its key',
    0,
  ),
  'FreeRight.other': text(
    '该处是另一权利；没有此项的，该处为空',
    'Another right stands there; left out where nothing does',
  ),
  'FreeRightOther.key': text('另一权利标识的 SHA-256，base64', 'SHA-256 of the other right’s name, base64'),
  'FreeRightOther.value': text('其权利负担的摘要，base64', 'Digest of its holds, base64'),
  'MapLeaf.before': text('其前的条数，即本条的序号', 'How many leaves stand before it: its own index'),
  'MapLeaf.root': text('映射的根，sha256', 'The root of the map, sha256'),
};
