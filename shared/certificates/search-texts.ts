import type { Localised } from '../kernel/localised.ts';
import { formatPatentNumber } from '../kernel/patent-number.ts';
import { parseRight, type RightId } from '../kernel/right.ts';
import type { ShownHold } from '../register/encumbrance.ts';
import { searchedKinds } from './search-certificate.ts';
import type { ProvedRight, ProvedSearch, SearchFault } from './search-verification.ts';

const kindTexts: Readonly<Record<(typeof searchedKinds)[number], Localised>> = {
  pledge: { zh: '质押', en: 'pledge' },
  preservation: { zh: '财产保全', en: 'preservation ordered by a court' },
  ownershipStay: { zh: '权属纠纷中止', en: 'stay over a dispute of ownership' },
};

const kinds = searchedKinds.map((kind) => kindTexts[kind]);

/** What the certificate proves, a sentence a line: first of the journal, then of each right. */
export function provedTexts(proved: ProvedSearch): Localised[] {
  const { origin, size, instant, rights, signers, demonstration } = proved;
  const by = signers.join('、');
  return [
    ...(demonstration ? [demonstrationText] : []),
    {
      zh: `日志“${origin}”长度为${size}时（其末条载明的时刻：${instant}），检查点由下列密钥签名：${by}。`,
      en: `At size ${size} of the journal “${origin}” (instant stated by its last leaf: ${instant}), signed by: ${signers.join(', ')}.`,
    },
    ...rights.map(rightText),
  ];
}

function rightText(one: ProvedRight): Localised {
  const name = rightName(one.right);
  if (!one.encumbered) {
    return {
      zh: `${name.zh}：无已公示的权利负担（${kinds.map(({ zh }) => zh).join('、')}）。`,
      en: `${name.en}: no announced hold (${kinds.map(({ en }) => en).join(', ')}).`,
    };
  }
  if (!one.holds) {
    return {
      zh: `${name.zh}：有已公示的权利负担，其摘要为${one.digest}；本证明未列明内容。`,
      en: `${name.en}: encumbered; this certificate gives only the digest of the holds, ${one.digest}.`,
    };
  }
  const holds = one.holds.map(holdText);
  return {
    zh: `${name.zh}：有下列已公示的权利负担，且仅有这些：${holds.map(({ zh }) => zh).join('；')}。`,
    en: `${name.en}: encumbered by these announced holds and no others: ${holds.map(({ en }) => en).join('; ')}.`,
  };
}

function rightName(right: RightId): Localised {
  const number = parseRight(right)?.number;
  const printed = number ? formatPatentNumber(number) : right;
  return { zh: `专利${printed}`, en: `Patent ${printed}` };
}

function holdText({ kind, record, since, entry }: ShownHold): Localised {
  const { zh, en } = kindTexts[kind];
  return {
    zh: `${zh}${record ? `（登记号${record}）` : ''}，自${since}起，条目${entry}`,
    en: `${en}${record ? ` ${record}` : ''} since ${since}, entry ${entry}`,
  };
}

const demonstrationText: Localised = {
  zh: '演示数据，不具法律效力。',
  en: 'DEMONSTRATION - NOT A LEGAL RECORD.',
};

/**
 * What no search certificate proves. It stands under every one, since a reader who takes it for more than it is would be
 * worse off than without it.
 */
export const notProvedTexts: readonly Localised[] = [
  {
    zh: '未经公示的限制不在其中：人民法院可以裁定不予公示的保全。',
    en: 'Holds that are not announced are not covered: a court may order a preservation without announcement.',
  },
  {
    zh: '此后登记的条目不在其中：本证明只对所载日志长度有效，不说明之后的情况。',
    en: 'Later entries are not covered: it speaks of this size of the journal and of no moment after it.',
  },
  {
    zh: '不证明专利存在、有效或者归谁所有；登记簿没有记载的专利，同样显示为无负担。',
    en: 'It does not prove that a patent exists, is in force, or who owns it; one that the register does not know shows as free too.',
  },
  {
    zh: '上列种类以外的权利负担不在其中，例如许可；从未在本登记簿登记的，也不在其中。',
    en: 'Encumbrances of other kinds than those named, a licence for example, are not covered, nor what was never registered here.',
  },
  {
    zh: '它证明登记机构在已签名的日志中不可撤回地作此承诺。该承诺与日志各条目是否相符，由任何通读日志的人核查。',
    en: 'It proves what the register has irrevocably committed to in its signed log. Whether that agrees with the entries is checked by whoever reads the whole log.',
  },
  {
    zh: '时刻由登记机构的时钟注明；密钥是否确属登记机构，须另行确认。',
    en: "The instant is the register's own clock's; that the key is the register's must be known from elsewhere.",
  },
];

/** Why a search certificate proves nothing. */
export const searchFaultTexts: Readonly<Record<SearchFault, Localised>> = {
  tooLong: { zh: '文件过长，不是查询证明', en: 'It is too long for a search certificate' },
  notJson: { zh: '不是有效的JSON，可能被截断', en: 'It is not valid JSON: it may have been cut short' },
  notCanonical: {
    zh: '不是规范化JSON（RFC 8785）：文字被改写或者重新排版',
    en: 'It is not canonical JSON (RFC 8785): its text was changed or laid out anew',
  },
  notThisKind: {
    zh: '内容不符合查询证明的格式',
    en: 'Its content is not that of a search certificate',
  },
  checkpointMalformed: { zh: '检查点格式不正确', en: 'The checkpoint is malformed' },
  signatureWrong: {
    zh: '检查点的签名不正确：检查点或者签名被改动',
    en: 'A signature under the checkpoint is wrong: checkpoint or signature was changed',
  },
  keyUnknown: {
    zh: '检查点没有由所给的该日志密钥签名：属于另一日志或者密钥不在名单内',
    en: "The checkpoint is not signed by a given key of its log: another log's, or the key is not in the list",
  },
  leafNotLast: {
    zh: '所附的末条不是该长度日志的最后一条，例如取自更早的时候',
    en: 'The leaf is not the last one of a log of this size: an older one, for example',
  },
  leafNotInLog: {
    zh: '所附的末条不在已签名的日志中：该条或者其路径被改动',
    en: 'The leaf is not in the signed log: it or its path was changed',
  },
  holdsChanged: {
    zh: '所列权利负担与其摘要不符：有增删或者改动',
    en: 'The holds listed do not open their digest: some were added, dropped or changed',
  },
  mapProofWrong: {
    zh: '权利负担的证明不能导出已承诺的根：权利、摘要或者散列值被改动，或者属于另一权利',
    en: "The proof does not lead to the committed root: a right, digest or hash was changed, or is another right's",
  },
};
