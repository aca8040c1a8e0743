import * as z from 'zod';
import { filingId, partyId } from '../../kernel/id.ts';
import { line } from '../../kernel/plain-text.ts';
import { requestedItem } from '../../register/correction-request.ts';
import { deadline } from '../../register/filing.ts';
import { finding, groundId } from '../../register/finding.ts';
import { filingStatuses } from '../../register/lifecycle.ts';
import { rows } from '../operation.ts';
import { registrationView } from '../views/registration-view.ts';
import { filingPath } from './parameters.ts';

/** What became of a filing: small, because it is stored as the reply to its Idempotency-Key. */
export const outcome = z.strictObject({
  filing: filingId,
  status: z.enum(filingStatuses),
  version: z.int(),
  findings: z.array(finding),
  deadline: deadline.optional(),
  registration: registrationView.optional(),
  /** What a second examiner has to confirm before it is decided. */
  proposed: z.enum(['accepted', 'refused']).optional(),
});
export type Outcome = z.output<typeof outcome>;

export const decisionBody = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('accept'), reason: line(2000).optional() }),
  z.strictObject({
    outcome: z.literal('refuse'),
    grounds: z
      .array(groundId)
      .min(1)
      .max(12)
      .describe('Grounds of the filing’s procedure, its `otherGround` included'),
    reason: line(2000),
  }),
  z.strictObject({
    outcome: z.literal('correct'),
    limitWorkingDays: z.int().min(1).max(60),
    items: z.array(requestedItem).min(1).max(50),
  }),
]);
export type DecisionBody = z.output<typeof decisionBody>;

/** 复核: names the version of the filing that the second examiner read. */
const confirmation = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('confirm'), version: z.int().min(1) }),
  z.strictObject({ outcome: z.literal('sendBack'), version: z.int().min(1), reason: line(2000) }),
]);
export type Confirmation = z.output<typeof confirmation>;

/** The procedures that an account opens before it acts for the party. */
export const enrolmentProcedures = ['party.enrolment', 'party.recovery'] as const;

/** The stand-in under which the account acts in this one filing, by naming it in `Acting-Party`. */
const openedEnrolment = z.strictObject({ party: partyId, filing: filingId, version: z.int() });

export const registrarOperations = rows([
  {
    id: 'filings.submit',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'POST',
    path: '/v1/my/filings/{filingId}/submission',
    function: 'registrar',
    summary: { zh: '提交申请并审查', en: 'Submit a filing for examination' },
    params: filingPath,
    body: z.strictObject({}),
    success: { status: 200, schema: outcome },
    problems: [
      ...([
        'wrong-state',
        'deadline-passed',
        'consents-missing',
        'documents-missing',
        'documents-unclean',
        'correction-unanswered',
      ] as const),
      ...(['form-incomplete', 'busy'] as const),
    ],
    idempotent: true,
  },
  {
    id: 'enrolments.open',
    audience: 'own',
    relation: 'anyone',
    method: 'POST',
    path: '/v1/my/enrolments',
    function: 'registrar',
    summary: {
      zh: '以尚未登记的主体名义新建登记或者账户恢复申请',
      en: 'Open an enrolment, or a recovery, for a party that the account does not act for yet',
    },
    body: z.strictObject({
      procedure: z
        .enum(enrolmentProcedures)
        .describe('party.enrolment to enrol a party, party.recovery where all its accounts are lost'),
    }),
    success: { status: 201, schema: openedEnrolment },
    problems: ['too-many-enrolments'],
    idempotent: true,
    etag: 'answered',
  },
  {
    id: 'filings.declare',
    audience: 'own',
    relation: 'filing',
    method: 'POST',
    path: '/v1/my/filings/{filingId}/declarations',
    function: 'registrar',
    summary: { zh: '声明继续办理', en: 'Declare to continue despite a curable ground' },
    params: filingPath,
    body: z.strictObject({ ground: z.enum(['A4.g10', 'A4.g11']), party: partyId.optional() }),
    success: { status: 200, schema: outcome },
    problems: [
      ...(['wrong-state', 'deadline-passed', 'consents-missing', 'busy'] as const),
      ...(['documents-missing', 'documents-unclean'] as const),
    ],
    idempotent: true,
  },
  {
    id: 'office.filings.decide',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/decision',
    function: 'registrar',
    summary: { zh: '审查决定', en: 'Decide a filing' },
    params: filingPath,
    body: decisionBody,
    success: { status: 200, schema: outcome },
    problems: [
      'documents-missing',
      'documents-unclean',
      ...(['wrong-state', 'claimed-by-another', 'examiner-absent', 'conflict-of-interest'] as const),
      ...(['form-incomplete', 'consents-missing', 'busy'] as const),
    ],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.filings.confirm',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/confirmation',
    function: 'registrar',
    summary: { zh: '复核拟决定', en: 'Confirm another examiner’s decision, or send it back' },
    params: filingPath,
    body: confirmation,
    success: { status: 200, schema: outcome },
    problems: [
      'documents-missing',
      'documents-unclean',
      ...(['wrong-state', 'same-person', 'examiner-absent', 'conflict-of-interest'] as const),
      ...(['stale-version', 'form-incomplete', 'consents-missing', 'busy'] as const),
    ],
    idempotent: true,
    staffFacts: true,
  },
]);
