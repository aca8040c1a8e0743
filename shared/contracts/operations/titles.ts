import * as z from 'zod';
import { entryId } from '../../kernel/id.ts';
import { entry, opening } from '../../register/entry.ts';
import { rows } from '../operation.ts';
import { asOf } from '../views/as-of-view.ts';
import { pledgeAnswer, pledgeOwnAnswer } from '../views/record-view.ts';
import { historyLine, titleView } from '../views/title-view.ts';
import { asOfQuery, page, pageOf, patentPath, pledgePath } from './parameters.ts';

export const titleOperations = rows([
  {
    id: 'titles.get',
    audience: 'public',
    method: 'GET',
    path: '/v1/titles/patents/{patentNumber}',
    function: 'titles',
    summary: { zh: '专利登记簿：按专利号', en: 'A patent’s title, by patent number' },
    params: patentPath,
    query: z.strictObject(asOfQuery),
    success: { status: 200, schema: titleView },
    problems: ['not-found', 'as-of-not-reached'],
    etag: 'answered',
  },
  {
    id: 'titles.history',
    audience: 'public',
    method: 'GET',
    path: '/v1/titles/patents/{patentNumber}/history',
    function: 'titles',
    summary: { zh: '登记历史，自新至旧', en: 'History of a title, newest first' },
    params: patentPath,
    query: z.strictObject({ ...page, ...asOfQuery }),
    success: { status: 200, schema: pageOf(historyLine).extend({ asOf }) },
    problems: ['not-found', 'as-of-not-reached'],
    etag: 'answered',
  },
  {
    id: 'pledges.get',
    audience: 'public',
    method: 'GET',
    path: '/v1/pledges/{registrationNumber}',
    function: 'titles',
    summary: { zh: '质押登记：按登记号', en: 'A pledge, by registration number' },
    params: pledgePath,
    query: z.strictObject(asOfQuery),
    success: { status: 200, schema: pledgeAnswer },
    problems: ['not-found', 'as-of-not-reached'],
    etag: 'answered',
  },
  {
    id: 'entries.get',
    audience: 'public',
    method: 'GET',
    path: '/v1/entries/{entryId}',
    function: 'titles',
    summary: { zh: '登记条目', en: 'An entry, with its public openings' },
    params: z.strictObject({ entryId }),
    query: z.strictObject(asOfQuery),
    success: {
      status: 200,
      schema: z.strictObject({ asOf, entry, openings: z.array(opening.omit({ public: true })) }),
    },
    problems: ['not-found', 'as-of-not-reached'],
    etag: 'answered',
  },
  {
    id: 'pledges.own',
    audience: 'own',
    relation: 'filing',
    method: 'GET',
    path: '/v1/my/pledges/{registrationNumber}',
    function: 'titles',
    summary: { zh: '本方质押登记，含合同条件', en: 'A pledge of the caller’s party, with its terms' },
    params: pledgePath,
    query: z.strictObject(asOfQuery),
    success: { status: 200, schema: pledgeOwnAnswer },
    problems: ['as-of-not-reached'],
    etag: 'answered',
  },
  {
    id: 'office.titles.get',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/titles/patents/{patentNumber}',
    function: 'titles',
    summary: { zh: '审查员查看权利档案', en: 'A title with what is not announced' },
    params: patentPath,
    query: z.strictObject(asOfQuery),
    success: { status: 200, schema: titleView },
    problems: ['not-found', 'as-of-not-reached'],
    etag: 'answered',
  },
]);
