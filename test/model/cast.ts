import {
  type PatentKind,
  type PatentNumber,
  patentCheckDigit,
  patentNumber,
} from '../../shared/kernel/patent-number.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import { usccCheck } from '../../shared/kernel/uscc.ts';

/** Who acts: an owner and two banks, each with an account that signs and administers; a second and a stranger's account. */
export const names = {
  owner: '权利人科技有限公司',
  north: '北方银行股份有限公司',
  south: '南方银行股份有限公司',
} as const;
export type Actor = keyof typeof names;
export const actors = ['owner', 'north', 'south'] as const satisfies readonly Actor[];

export const accountOf = { owner: 'owner-1', north: 'north-1', south: 'south-1' } as const satisfies Record<
  Actor,
  string
>;
export const secondAccount = 'owner-2';
export const stranger = 'stranger-1';
export const accounts = [...Object.values(accountOf), secondAccount, stranger] as const;

function codeOf(serial: number): string {
  const body = `91330000${String(serial).padStart(9, '0')}`;
  return `${body}${usccCheck(body)}`;
}

/** Identifiers by name, for whoever is enrolled in this model. */
export const codes = { owner: codeOf(1), north: codeOf(2), south: codeOf(3), newcomer: codeOf(4) } as const;

const kindDigit: Readonly<Record<PatentKind, string>> = { invention: '1', utilityModel: '2', design: '3' };

function numberOf(serial: number, kind: PatentKind): PatentNumber {
  const digits = `2017${kindDigit[kind]}${String(serial).padStart(7, '0')}`;
  return patentNumber.parse(digits + patentCheckDigit(digits));
}

/** A clean invention; a utility model with a same-day invention; one a court holds; one that is not imported yet. */
export const numbers = {
  clean: numberOf(1, 'invention'),
  sameDay: numberOf(2, 'utilityModel'),
  held: numberOf(3, 'invention'),
  late: numberOf(4, 'invention'),
} as const;
export type Patent = keyof typeof numbers;
export const rightNamed = (patent: Patent) => rightOf(numbers[patent]);

const header = [
  ...['patentNumber', 'kind', 'title', 'titleLang', 'patentees', 'filingDate', 'grantDate', 'ipcMain'],
  ...['annuity', 'sameDayInvention', 'legalStatus'],
];

/** The line of a patent as an import says it; `changed` cells in place of its own. */
function lineOf(patent: Patent, changed: Readonly<Record<string, string>> = {}): string {
  const cells: Readonly<Record<string, string>> = {
    patentNumber: numbers[patent],
    kind: patent === 'sameDay' ? 'utility-model' : 'invention',
    title: '一种装置',
    titleLang: 'zh',
    patentees: names.owner,
    filingDate: patent === 'sameDay' ? '2017-12-21' : '2017-07-21',
    grantDate: '2019-05-14',
    ipcMain: 'H04L 9/32',
    annuity: patent === 'late' ? 'unknown' : 'paid',
    ...(patent === 'sameDay' && { sameDayInvention: numbers.clean }),
    ...changed,
  };
  return header.map((name) => cells[name] ?? '').join(',');
}

export function csvOf(...lines: readonly { patent: Patent; changed?: Readonly<Record<string, string>> }[]) {
  return [header.join(','), ...lines.map((one) => lineOf(one.patent, one.changed))].join('\n');
}
