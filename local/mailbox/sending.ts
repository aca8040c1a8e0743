import * as z from 'zod';

const tag = z.object({ Name: z.string(), Value: z.string() });

/** `SendEmail` of the mail service's second API, as far as the register uses it: a whole message to one address. */
export const sending = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).min(1).max(50) }),
  Content: z.object({ Raw: z.object({ Data: z.base64() }) }),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(tag).max(50).default([]),
});

/** What the service refuses a message for by itself; undefined for one that it takes. */
export function faultOf(raw: string): string | undefined {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, Math.max(end, 0));
  if (head === '') return 'A message needs a header section.';
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  if (lines.some((line) => !/^[!-9;-~]+:[ \t]?[\x20-\x7e\t]*$/.test(line))) return 'A header is malformed.';
  if (/[^\r]\n|\r[^\n]/.test(raw)) return 'Lines must end in CRLF.';
  if (raw.split('\r\n').some((line) => line.length > 998)) return 'A line is longer than 998 characters.';
  const names = lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
  const twice = names.find((name, index) => name !== 'received' && names.indexOf(name) !== index);
  if (twice !== undefined) return `The header ${twice} stands twice.`;
  const missing = ['from', 'to', 'subject'].find((name) => !names.includes(name));
  return missing && `The header ${missing} is missing.`;
}
