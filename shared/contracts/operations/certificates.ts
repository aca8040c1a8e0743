import { certificate } from '../../certificates/certificate.ts';
import { rows } from '../operation.ts';
import { pledgePath } from './parameters.ts';

export const certificateOperations = rows([
  {
    id: 'pledges.certificate',
    audience: 'own',
    relation: 'filing',
    method: 'GET',
    path: '/v1/my/pledges/{registrationNumber}/certificate',
    function: 'certificates',
    summary: {
      zh: '专利权质押登记通知书（PDF 或 JSON），补发亦同',
      en: 'The certificate of a pledge of the caller’s party, as PDF or JSON; also its re-issue',
    },
    params: pledgePath,
    success: { status: 200, schema: certificate, alternatives: ['application/pdf'] },
    problems: [],
    etag: 'answered',
  },
]);
