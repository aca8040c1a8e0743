import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/** An e-mail address as it can stand in a header without quoting or encoding. Its domain is in lower case. */
export type EmailAddress = Branded<'EmailAddress'>;

// Narrower than RFC 5321 on purpose: no quoted local part, no comment, no literal, and ASCII only, which is what
// the mail service takes. A name of another script is written in its xn-- form.
const LOCAL = "[A-Za-z0-9_%+'-]+(?:\\.[A-Za-z0-9_%+'-]+)*";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const LAST = '(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])';
const ADDRESS = new RegExp(`^${LOCAL}@(?:${LABEL}\\.)+${LAST}$`);
const LOCAL_CHARS_MAX = 64;
const CHARS_MAX = 254;

export const emailAddress = branded<EmailAddress>(
  z
    .string()
    .max(CHARS_MAX, { error: fault('email.format'), abort: true })
    .regex(ADDRESS, { error: fault('email.format'), abort: true })
    .refine((text) => text.lastIndexOf('@') <= LOCAL_CHARS_MAX, fault('email.format'))
    .overwrite(lowerDomain),
);

function lowerDomain(text: string): string {
  const at = text.lastIndexOf('@');
  return text.slice(0, at) + text.slice(at).toLowerCase();
}

/** The form under which two spellings of one mailbox count as the same; hardly any host tells cases apart. */
export function sameMailbox(address: EmailAddress): string {
  return address.toLowerCase();
}
