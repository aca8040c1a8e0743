import * as z from 'zod';
import { line } from '../../../kernel/plain-text.ts';
import { institutionKinds, partyName } from '../../../register/party.ts';

/** 主体信息变更申请表: what changes, on the version of the party that it was made from. The identifier stays for life. */
export const form = z
  .strictObject({
    version: z.int().min(1),
    name: partyName.optional(),
    address: line(300).optional(),
    institution: z.enum(institutionKinds).optional(),
  })
  .check(({ value, issues }) => {
    const { version: _version, ...changes } = value;
    if (Object.keys(changes).length > 0) return;
    issues.push({ code: 'custom', path: [], message: 'form.nothingChanges', input: value });
  });
export type DetailsForm = z.output<typeof form>;

export const neutralForm: DetailsForm = { version: 0 };
