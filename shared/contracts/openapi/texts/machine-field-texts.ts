import type { Text } from './text.ts';

const client: Text = {
  zh: '客户端标识，即其令牌的主体（sub）',
  en: 'Its client id, which is the subject of its tokens',
};
const scope: Text = {
  zh: 'read 只读；prepare 还可准备申请。系统不能签署，也不能管理',
  en: '`read` only reads; `prepare` also prepares filings. A machine never signs and never administers',
};
const takenAt: Text = { zh: '登记时间', en: 'When it was taken' };
const rotatedAt: Text = { zh: '最近一次轮换密钥的时间', en: 'When it last got another secret' };
const secrets: Text = {
  zh: '有效的密钥，至多两个；密钥本身从不显示',
  en: 'The secrets that are good, two at most; what they read is never shown',
};

/** Fields of machines and their slots. */
export const machineFieldTexts: Readonly<Record<string, Text>> = {
  'Machine.client': client,
  'Machine.scope': scope,
  'Machine.takenAt': takenAt,
  'Machine.rotatedAt': rotatedAt,
  'Machine.secrets': secrets,
  'MachineSecret.addedAt': { zh: '增加时间', en: 'When it was added' },
  'IssuedSecret.machine': { zh: '该系统', en: 'The machine' },
  'IssuedSecret.secretId': {
    zh: '新密钥的标识，停用时使用',
    en: 'Identifier of the new secret, by which it is retired',
  },
  'IssuedSecret.secret': {
    zh: '密钥，仅在首次答复中出现，本系统不留存；重复请求的答复不含密钥，遗失的请轮换',
    en: 'The secret, in the first answer alone: the register keeps it nowhere. A repeated request is answered without; rotate if it was lost',
  },
  'MachinesTakeRequest.name': {
    zh: '本方对该系统的称呼',
    en: 'What the party calls it',
    example: '示例系统',
  },
  'MachinesTakeRequest.scope': scope,
  'MachineEnded.client': client,
  'MachineEnded.endedAt': {
    zh: '终止时间；自此其令牌一律无效',
    en: 'Since when its tokens are worth nothing',
  },
  'MachineSlot.client': client,
  'MachineSlot.state': { zh: '状态', en: 'Its state' },
  'MachineSlot.machine': { zh: '占用该名额的系统', en: 'The machine that has it' },
  'MachineSlot.takenBy': { zh: '登记该系统的账户', en: 'The account that took it' },
  'MachineSlot.retiredAt': { zh: '终止时间', en: 'When its last machine was ended' },
  'MachineSlot.freeFrom': {
    zh: '自此可再分配：此前发出的令牌均已失效',
    en: 'From when it can be given again: every token of before is dead by then',
  },
  'MachineSlotMachine.scope': scope,
  'MachineSlotMachine.takenAt': takenAt,
  'MachineSlotMachine.rotatedAt': rotatedAt,
  'MachineSlotMachine.secrets': secrets,
};
