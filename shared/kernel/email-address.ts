import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/** An e-mail address as it can stand in a header without quoting or encoding. Its domain is in lower case. */
export type EmailAddress = Branded<'EmailAddress'>;

// Narrower than RFC 5321 on purpose: no quoted local part, no comment, no literal, and ASCII only, which is what
// the mail service takes. A name of another script is written in its xn-- form.
const LOCAL = /^[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*$/;
const DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9](?:[a-z0-9-]{0,57}[a-z0-9])?)$/;
const LOCAL_CHARS_MAX = 64;
const CHARS_MAX = 254;

function lowerDomain(text: string): string {
  const at = text.lastIndexOf('@');
  return at < 0 ? text : text.slice(0, at) + text.slice(at).toLowerCase();
}

function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const fits = text.length <= CHARS_MAX && local.length <= LOCAL_CHARS_MAX;
  return fits && LOCAL.test(local) && DOMAIN.test(domain);
}

export const emailAddress = branded<EmailAddress>(
  z
    .string()
    .max(CHARS_MAX, { error: fault('email.format'), abort: true })
    .overwrite(lowerDomain)
    .refine(isAddress, fault('email.format')),
);

/** The form under which two spellings of one mailbox count as the same; hardly any host tells cases apart. */
export function sameMailbox(address: EmailAddress): string {
  return address.toLowerCase();
}
