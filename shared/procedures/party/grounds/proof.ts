import type { Ground } from '../../../register/procedure.ts';
import { announcement461, announcement461From } from '../../source.ts';

/** P1: whether a paper proves what is asked, and whether the account acts for whom it names, only a person can tell. */
export const proofIsJudged: Ground<unknown> = {
  id: 'P1',
  source: announcement461(7),
  validFrom: announcement461From,
  severity: 'examiner',
  heading: { zh: '证明文件须人工审查', en: 'Proof is judged by a person' },
  text: {
    zh: '由审查员核对证明文件与所填信息，并核实申请账户有权代表该主体',
    en: 'An examiner compares the proof with the form, and judges whether the account acts for the party',
  },
  check: () => [{}],
};

/** The examiner's own ground in every procedure about who may act. */
export const notProved = {
  id: 'P0',
  heading: { zh: '证明不足或者与事实不符', en: 'Not proved, or not so' },
};
