import * as z from 'zod';
import { partyId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { clientId, machine, machineScopes, secretId, slotStates } from '../../register/machine.ts';
import { rows } from '../operation.ts';

export const machineView = machine
  .pick({ name: true, scope: true, takenAt: true, rotatedAt: true, secrets: true })
  .extend({ client: clientId.describe('Its client id: the subject of its tokens') });
export type MachineView = z.output<typeof machineView>;

/** What adding a secret answers. The secret is in the first answer alone: it is kept nowhere. */
export const issued = z.strictObject({
  machine: machineView,
  secretId,
  secret: z.string().optional().describe('Shown this once; absent when the request is repeated'),
});
export type Issued = z.output<typeof issued>;

export const ended = z.strictObject({ client: clientId, endedAt: instant });
export type Ended = z.output<typeof ended>;

export const officeSlot = z.strictObject({
  client: clientId,
  state: z.enum(slotStates),
  party: partyId.optional(),
  machine: machineView.omit({ client: true }).optional(),
  takenBy: z.string().optional(),
  retiredAt: instant.optional(),
  freeFrom: instant.optional(),
});
export type OfficeSlot = z.output<typeof officeSlot>;

const machinePath = z.strictObject({ clientId });

export const machineOperations = rows([
  {
    id: 'machines.list',
    audience: 'own',
    relation: 'party',
    method: 'GET',
    path: '/v1/my/machines',
    function: 'machines',
    summary: { zh: '本方的系统', en: 'The machines of the caller’s party' },
    success: { status: 200, schema: z.strictObject({ items: z.array(machineView) }) },
    problems: [],
  },
  {
    id: 'machines.take',
    audience: 'own',
    relation: 'party',
    method: 'POST',
    path: '/v1/my/machines',
    function: 'machines',
    summary: { zh: '登记一个系统并取得密钥', en: 'Take a machine, with its first secret' },
    body: machine.pick({ name: true }).extend({ scope: z.enum(machineScopes) }),
    success: { status: 201, schema: issued },
    problems: ['no-machine-free', 'machines-full', 'wrong-state'],
    idempotent: true,
  },
  {
    id: 'machines.rotate',
    audience: 'own',
    relation: 'party',
    method: 'POST',
    path: '/v1/my/machines/{clientId}/secrets',
    function: 'machines',
    summary: {
      zh: '为系统增加新密钥，旧密钥仍有效',
      en: 'Add a secret to a machine; the old one stays good',
    },
    params: machinePath,
    body: z.strictObject({}),
    success: { status: 201, schema: issued },
    problems: ['secrets-full'],
    idempotent: true,
  },
  {
    id: 'machines.retireSecret',
    audience: 'own',
    relation: 'party',
    method: 'POST',
    path: '/v1/my/machines/{clientId}/secrets/{secretId}/retirement',
    function: 'machines',
    summary: { zh: '停用系统的一个密钥', en: 'Retire a secret of a machine' },
    params: machinePath.extend({ secretId }),
    body: z.strictObject({}),
    success: { status: 200, schema: machineView },
    problems: [],
    idempotent: true,
  },
  {
    id: 'machines.end',
    audience: 'own',
    relation: 'party',
    method: 'POST',
    path: '/v1/my/machines/{clientId}/end',
    function: 'machines',
    summary: { zh: '终止系统，立即生效', en: 'End a machine, at once' },
    params: machinePath,
    body: z.strictObject({}),
    success: { status: 200, schema: ended },
    problems: [],
    idempotent: true,
  },
  {
    id: 'office.machines.list',
    audience: 'office',
    role: 'operator',
    method: 'GET',
    path: '/v1/office/machines',
    function: 'machines',
    summary: { zh: '全部系统名额', en: 'All slots for machines' },
    success: { status: 200, schema: z.strictObject({ items: z.array(officeSlot) }) },
    problems: [],
  },
  {
    id: 'office.machines.end',
    audience: 'office',
    role: 'operator',
    method: 'POST',
    path: '/v1/office/machines/{clientId}/end',
    function: 'machines',
    summary: { zh: '由登记机构终止系统', en: 'End a machine of a party, by the office' },
    params: machinePath,
    body: z.strictObject({}),
    success: { status: 200, schema: ended },
    problems: [],
    idempotent: true,
  },
]);
