import * as z from 'zod';
import { mandateId, partyId } from '../../../kernel/id.ts';
import { nobody } from '../../party/form-parts.ts';

/** 撤销或者辞去委托: the mandate, and between whom it is. */
export const form = z.strictObject({ principal: partyId, agent: partyId, mandate: mandateId });
export type RevocationForm = z.output<typeof form>;

export const noMandate = mandateId.parse(`mdt_${'0'.repeat(26)}`);

export const neutralForm: RevocationForm = { principal: nobody, agent: nobody, mandate: noMandate };
