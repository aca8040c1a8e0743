import type { Localised } from '../../../kernel/localised.ts';

export const procedureTitle: Localised = {
  zh: '管理员、签署人与签署规则变更',
  en: 'Change of administrators, signers and signing rule',
};
