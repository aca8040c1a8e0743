import type { Text } from './text.ts';

const text = (zh: string, en: string, example?: unknown): Text => ({
  zh,
  en,
  ...(example !== undefined && { example }),
});

const account = text(
  '工作人员账户，仅登记机构可见',
  'Account of a member of staff; it stays in the office',
  'staff-1',
);
const ground = text('事由编号', 'Rule of the ground', 'A4.g8');
const claim = text('由谁领取；无人领取时没有', 'Whose it is; absent while it is nobody’s');
const proposed = text('拟决定，待另一名审查员复核', 'A decision that waits for a second examiner');
const item = text('补正事项的序号，从0起', 'Place of the item in the request, from 0', 0);
const seen = text('所复核的版本', 'The version that was read', 5);
const from = text('起始日', 'First day', '2026-12-01');
const until = text('终止日', 'Last day', '2026-12-03');

/** Fields of the office's own work, and of what parties answer to it. */
export const officeFieldTexts: Readonly<Record<string, Text>> = {
  'Absence.from': from,
  'Absence.until': until,
  'Assignment.claim': claim,
  'Claim.by': account,
  'Claim.until': text('领取的届满日，其后自动退回队列', 'Last day of the claim; then it lapses'),
  'Filing.correction': text(
    '补正通知：审查员要求补正的事项及答复情况',
    'What an examiner asked to correct, and how far it is answered',
  ),
  'CorrectionItem.changed': text('所指内容已修改', 'Whether what it points at was changed since'),
  'CorrectionItem.reply': text('当事人的答复', 'What the party replied'),
  'CorrectionItem.text': text('补正要求', 'What to correct'),
  'FilingForExaminer.claim': claim,
  'FilingForExaminer.proposal': proposed,
  'FilingForExaminer.sentBack': text('上次拟决定被退回的理由', 'Why the last proposal was sent back'),
  'FilingForExaminer.changes': text('自补正通知以来的修改', 'What changed since correction was asked for'),
  'FilingForExaminerChanges.from': text('原值', 'The old value'),
  'FilingForExaminerChanges.to': text('新值', 'The new value'),
  'FilingForExaminerProposal.outcome': text('拟作的决定', 'What is proposed'),
  'FilingForExaminerProposal.account': account,
  'FilingForExaminerSentBack.account': account,
  'FilingsAnswerRequest.answers': text('逐项答复', 'The answers, item by item', [
    { item: 0, reply: '已在第三条载明' },
  ]),
  'FilingsAnswerRequestAnswers0.item': item,
  'FilingsAnswerRequestAnswers0.value': text('所指字段的新值', 'The new value where the item points'),
  'FilingsAnswerRequestAnswers1.item': item,
  'FilingsAnswerRequestAnswers1.reply': text('给审查员的答复', 'Words for the examiner', '已在第三条载明'),
  'FindingInShort.ground': ground,
  'FindingInShort.count': text('条数', 'How many', 1),
  'Interest.declaredAt': text('申报时间', 'When it was declared'),
  'OfficeFilingsConfirmRequestConfirm.outcome': text('同意拟决定', 'Confirm'),
  'OfficeFilingsConfirmRequestConfirm.version': seen,
  'OfficeFilingsConfirmRequestSendBack.outcome': text('退回拟决定', 'Send back'),
  'OfficeFilingsConfirmRequestSendBack.version': seen,
  'OfficeFilingsReassignRequest.account': account,
  'Outcome.proposed': proposed,
  'QueueLine.findings': text('需人工审查的事由', 'Why it waits for a person'),
  'QueueLine.claim': claim,
  'QueueLine.proposed': text('是否有待复核的拟决定', 'Whether a decision waits for a second examiner'),
  'StaffFacts.account': account,
  'StaffFacts.absences': text('请假', 'Absences'),
  'StaffFacts.interests': text('回避：有利害关系的当事人', 'Parties in which there is an interest'),
  account,
  ground,
  from,
  claimed: text(
    'mine 本人领取、nobody 无人领取、anyone 已领取',
    'Mine, nobody’s, or claimed by anyone',
    'nobody',
  ),
};
