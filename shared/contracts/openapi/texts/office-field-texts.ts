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
const days = (zh: string, en: string) => text(zh, en, 2);
const openedAt = text('发起时间', 'When it was opened');
const outcome = text('结论', 'What came of it');
const asks = text('要求当事人证明的内容', 'What the party is to prove', '请提供法定代表人身份证明');
const answer = text('当事人的答复', 'What the party answered');
const papers = text('随附文件', 'The documents', []);
const level = text(
  'reconsideration 复议、further 再次复议',
  'Against the decision, or against what was decided on the first',
);
const against = text('所针对决定的时间', 'When the decision was made that it is against');
const filedAt = text('提出时间', 'When it was made');
const sentBack = text('拟决定被退回的理由', 'Why the last proposal was sent back');
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
  'Actor.account': text('账户，仅登记机构可见', 'The account; it stays in the office', 'account-1'),
  'Actor.mandate': text('代理所依据的委托', 'The mandate, where it acted for another'),
  'ChecksAnswerRequest.documents': papers,
  'ChecksAnswerRequest.text': text('答复', 'The answer', '见附件'),
  'ClockStatistics.received': text('当月受理件数', 'Received in the month', 4),
  'ClockStatistics.all': text('全部决定', 'All decisions'),
  'ClockStatistics.byExaminers': text('由审查员作出的决定', 'Decisions by examiners'),
  'ClockFigures.decided': days('决定件数', 'Decided in the month'),
  'ClockFigures.accepted': days('准予登记', 'Registered'),
  'ClockFigures.refused': days('不予登记', 'Refused'),
  'ClockFigures.medianWorkingDays': days(
    '所用工作日的中位数（最近秩法），不含等待当事人的时间',
    'Median of the office’s working days by nearest rank, without those in which it waited on the party',
  ),
  'ClockFigures.p90WorkingDays': days('所用工作日的第90百分位数', 'The ninetieth percentile'),
  'ClockFigures.withinLimit': days('在法定期限内决定的件数', 'How many were decided within the limit'),
  'ClockFigures.estimated': days('含估算工作日的件数', 'How many rest on days not published yet'),
  'FilingsAppealRequest.level': level,
  'FilingsAppealRequest.reason': text('理由', 'Why', '决定所依据的事实有误'),
  'FilingsAppealRequest.party': text(
    '所代表的主体；不填即本方',
    'The party acted for; the caller’s own where left out',
  ),
  'Appeal.level': level,
  'Appeal.against': against,
  'Appeal.filedAt': filedAt,
  'Appeal.outcome': outcome,
  'AppealAct.appeal': text('复议', 'The appeal'),
  'AppealAct.filingStatus': text('申请的状态', 'Where the filing stands now', 'examination'),
  'AppealAct.filingVersion': text('申请的版本', 'The filing’s version now', 7),
  'AppealForOffice.level': level,
  'AppealForOffice.against': against,
  'AppealForOffice.by': text('提出人', 'Who made it'),
  'AppealForOffice.filedAt': filedAt,
  'AppealForOffice.proposal': proposed,
  'AppealForOffice.sentBack': sentBack,
  'AppealForOffice.outcome': outcome,
  'AppealForOfficeOutcome.second': account,
  'AppealForOfficeProposal.outcome': text('拟作的决定', 'What is proposed'),
  'OfficeChecksFinishRequest.outcome': text(
    'true 属实、corrected 已改正、false 不实',
    'True, put right, or false',
    'true',
  ),
  'OfficeChecksOpenRequest.party': text('作出承诺的当事人', 'The party whose commitment is checked'),
  'OfficeChecksOpenRequest.asks': asks,
  'OfficeChecksOpenRequest.limitWorkingDays': text('答复期限（工作日）', 'Limit in working days', 15),
  'OfficeAppealsConfirmRequestConfirm.outcome': text('同意拟决定', 'Confirm'),
  'OfficeAppealsConfirmRequestConfirm.version': text('所复核的版本', 'The version that was read', 2),
  'OfficeAppealsConfirmRequestSendBack.outcome': text('退回拟决定', 'Send back'),
  'OfficeAppealsConfirmRequestSendBack.version': text('所复核的版本', 'The version that was read', 2),
  'OfficeAppealsDecideRequest.outcome': text('upheld 成立、rejected 不成立', 'Upheld or rejected', 'upheld'),
  'OfficeReviewsFinishRequestOk.outcome': text('登记无误', 'The registration stands'),
  'OfficeReviewsFinishRequestError.outcome': text('登记有误', 'The registration is wrong'),
  'OfficeReviewsFinishRequestError.proposes': text('建议更正或者撤销', 'What must follow', 'correction'),
  'OwnSpotCheck.asks': asks,
  'OwnSpotCheck.openedAt': openedAt,
  'OwnSpotCheck.answer': answer,
  'OwnSpotCheck.outcome': outcome,
  'OwnSpotCheckAnswer.documents': papers,
  'Review.procedure': text('业务类型', 'The procedure', 'pledge.registration'),
  'Review.number': text('登记号', 'Registration number', 'Y2026980000001'),
  'Review.openedAt': openedAt,
  'Review.outcome': outcome,
  'ReviewOutcome.proposes': text('建议更正或者撤销', 'What must follow'),
  'SpotCheck.asks': asks,
  'SpotCheck.openedBy': account,
  'SpotCheck.openedAt': openedAt,
  'SpotCheck.answer': answer,
  'SpotCheck.outcome': outcome,
  'SpotCheckAnswer.by': text('答复人', 'Who answered'),
  'SpotCheckAnswer.documents': papers,
  reviewId: text('复查标识', 'The review'),
  checkId: text('抽查标识', 'The check'),
  appealId: text('复议标识', 'The appeal'),
  procedure: text('业务类型', 'The procedure', 'pledge.registration'),
  month: text('月份', 'The month', '2026-11'),
  account,
  ground,
  from,
  claimed: text(
    'mine 本人领取、nobody 无人领取、anyone 已领取',
    'Mine, nobody’s, or claimed by anyone',
    'nobody',
  ),
};
