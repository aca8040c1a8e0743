import * as z from 'zod';
import { ipc } from '../../../kernel/ipc.ts';
import { patentNumber } from '../../../kernel/patent-number.ts';
import { plainDate } from '../../../kernel/plain-date.ts';
import { pledgeRegistrationNumber } from '../../../kernel/registration-number.ts';
import { publicParty } from '../../../register/record.ts';

/**
 * 公告事项 of a pledge (A6.4, J4.1; Announcement 461 art. 13): parties, main classification, patent number, grant
 * date and registration date, with the number, name and filing date by which the gazette identifies each.
 *
 * A closed list, since it goes into a leaf that cannot be taken back. Amounts, periods and addresses are not
 * gazette items; neither is whether the pledge secures a maximum amount.
 */
export const gazette = z.strictObject({
  registrationNumber: pledgeRegistrationNumber,
  registrationDate: plainDate,
  pledgors: z.array(publicParty).min(1),
  pledgees: z.array(publicParty).min(1),
  patents: z
    .array(
      z.strictObject({
        patentNumber,
        name: z.string(),
        filingDate: plainDate,
        mainClassification: ipc.optional(),
        grantDate: plainDate.optional(),
      }),
    )
    .min(1),
});
export type Gazette = z.output<typeof gazette>;
