import * as z from 'zod';
import { correctionId, reviewId } from '../../kernel/id.ts';
import { line } from '../../kernel/plain-text.ts';
import { officeCorrection, registerChange } from '../../register/office-correction.ts';
import { rows } from '../operation.ts';
import { page, pageOf } from './parameters.ts';

const fit = ['examiner-absent', 'conflict-of-interest', 'stale-version', 'not-found'] as const;

/** 更正 of the office's own errors, by two examiners. */
export const correctionOperations = rows([
  {
    id: 'office.corrections.propose',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/corrections',
    function: 'registrar',
    summary: { zh: '提出更正', en: 'Propose to correct an error of the office' },
    body: z.strictObject({ change: registerChange, reason: line(1000), review: reviewId.optional() }),
    success: { status: 201, schema: officeCorrection },
    problems: ['wrong-state', ...fit],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.corrections.list',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/corrections',
    function: 'examiners',
    summary: { zh: '待复核的更正', en: 'Corrections that wait for a second examiner' },
    query: z.strictObject(page),
    success: { status: 200, schema: pageOf(officeCorrection) },
    problems: [],
    staffFacts: true,
  },
  {
    id: 'office.corrections.confirm',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/corrections/{correctionId}/confirmation',
    function: 'registrar',
    summary: { zh: '复核更正', en: 'Confirm a correction, or send it back' },
    params: z.strictObject({ correctionId }),
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('confirm') }),
      z.strictObject({ outcome: z.literal('sendBack'), reason: line(1000) }),
    ]),
    success: { status: 200, schema: officeCorrection },
    problems: ['wrong-state', 'same-person', 'invalid-request', ...fit],
    idempotent: true,
    staffFacts: true,
  },
]);
