import * as z from 'zod';
import { partyId } from '../../kernel/id.ts';
import { patentNumber } from '../../kernel/patent-number.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { line } from '../../kernel/plain-text.ts';
import { pledgeStatuses } from '../../register/record.ts';
import { rows } from '../operation.ts';
import { asOf } from '../views/as-of-view.ts';
import { pledgeView } from '../views/record-view.ts';
import { officeHit, ownPledgeLine, partyHit } from '../views/search-view.ts';
import { asOfQuery, page, pageOf } from './parameters.ts';

const status = z.enum(pledgeStatuses).optional();

const byParty = {
  name: line(300).optional().describe('A name, or its beginning without the legal form'),
  identifier: line(64).optional().describe('Unified social credit code, LEI or foreign number, whole'),
};

const byPledge = {
  patentNumber: patentNumber.optional(),
  registrationNumber: z
    .string()
    .regex(/^Y\d{4,13}$/)
    .optional()
    .describe('A number or its beginning, at least Y and the year'),
  party: partyId.optional(),
  registeredFrom: plainDate.optional().describe('First day of registration'),
  registeredUntil: plainDate.optional().describe('Last day of registration'),
  status,
};

export const searchOperations = rows([
  {
    id: 'search.parties',
    audience: 'public',
    method: 'GET',
    path: '/v1/parties',
    function: 'search',
    summary: {
      zh: '查找机构：按名称（含曾用名）或证件号码',
      en: 'Organisations by name, former names included, or by identifier',
    },
    query: z.strictObject({ ...page, ...byParty }).describe('Exactly one of name and identifier'),
    success: { status: 200, schema: pageOf(partyHit) },
    problems: [],
  },
  {
    id: 'search.pledges',
    audience: 'public',
    method: 'GET',
    path: '/v1/pledges',
    function: 'search',
    summary: {
      zh: '查找质押登记：按专利号、登记号、主体、登记日、状态',
      en: 'Pledges by patent, registration number, party, day of registration and status',
    },
    query: z
      .strictObject({ ...page, ...byPledge, ...asOfQuery })
      .describe(
        'At most one of patentNumber, registrationNumber and party; without any, a period of registeredFrom and registeredUntil. A registrationNumber goes with nothing else. asOf goes with a patentNumber or a whole registrationNumber.',
      ),
    success: { status: 200, schema: pageOf(pledgeView).extend({ asOf }) },
    problems: ['as-of-not-reached'],
    etag: 'answered',
  },
  {
    id: 'pledges.mine',
    audience: 'own',
    relation: 'party',
    method: 'GET',
    path: '/v1/my/pledges',
    function: 'search',
    summary: { zh: '本方的质押登记', en: 'Pledges of the caller’s party, with what they secure' },
    query: z.strictObject({ ...page, status }),
    success: { status: 200, schema: pageOf(ownPledgeLine) },
    problems: [],
  },
  {
    id: 'office.search',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/search',
    function: 'search',
    summary: {
      zh: '审查员查询，含自然人及未公告事项',
      en: 'The office’s search, natural persons and unannounced facts included',
    },
    query: z
      .strictObject({ ...page, ...byParty, ...byPledge })
      .describe('Either name or identifier, for parties; or what search.pledges takes, for pledges'),
    success: { status: 200, schema: pageOf(officeHit) },
    problems: [],
  },
]);
