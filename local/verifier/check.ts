import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportOf } from '../../shared/certificates/report.ts';
import { paperBytesMax, unreadable, verify } from '../../shared/certificates/verify.ts';
import { keysBytesMax, readKeys } from '../../shared/journal/keys.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { written } from './written.ts';

export const usage = `核验登记通知书、检索证明或者条目证明，无需联网 Verifies a certificate, offline:

  verify <certificate.pdf> [--key <keys>] [--lang zh|en]
  verify <entry.json> <entry.tlog-proof> [--key <keys>] [--lang zh|en]

--key   登记机构的公钥，每行一个；不写时取文件旁的 ip-register.vkey
        public keys of the register, one a line; ip-register.vkey beside the file if left out
退出码 exit code: 0 核验通过 proved; 1 核验未通过 not proved; 2 无法核验 could not be checked
`;

/** The file of keys that is looked for beside the paper. */
export const keysFileName = 'ip-register.vkey';

export type Checked = { readonly text: string; readonly code: 0 | 1 | 2 };
type Asked = {
  readonly files: readonly string[];
  readonly keys: readonly string[];
  readonly languages: readonly Language[];
};

const codes = { proved: 0, fault: 1, unreadable: 2 } as const;

/** Checks the files that the arguments name. What is wrong with files or arguments is an answer too. */
export async function check(args: readonly string[]): Promise<Checked> {
  const asked = parse(args);
  if (!asked) return { text: usage, code: 2 };
  const { files, keys, languages } = asked;
  const papers = files.map((file) => read(file, paperBytesMax));
  const named = keys.length > 0 ? keys : [join(dirname(files[0] ?? ''), keysFileName)];
  const keyFiles = named.map((file) => read(file, keysBytesMax));
  const missing = [...papers, ...keyFiles].find((one) => 'missing' in one);
  if (missing && 'missing' in missing) return { text: `${missing.missing}\n\n${usage}`, code: 2 };
  const bytes = [papers, keyFiles].map((all) => all.flatMap((one) => ('bytes' in one ? [one.bytes] : [])));
  const [given = [], keyBytes = []] = bytes;
  const tooLarge = [...papers, ...keyFiles].some((one) => 'large' in one);
  const known = await readKeys(keyBytes.map((one) => new TextDecoder().decode(one)).join('\n'));
  const found = tooLarge
    ? unreadable('too-large')
    : known
      ? await verify(given, known)
      : unreadable('no-keys');
  const believed = known && { files: named, verifiers: known, beside: keys.length === 0 };
  return { text: written(reportOf(found), files, languages, believed), code: codes[found.verdict] };
}

function parse(args: readonly string[]): Asked | undefined {
  const files: string[] = [];
  const keys: string[] = [];
  let languages: readonly Language[] = ['zh', 'en'];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('--')) {
      files.push(arg);
      continue;
    }
    at += 1;
    const value = args[at];
    if (arg === '--key' && value !== undefined) keys.push(value);
    else if (arg === '--lang' && (value === 'zh' || value === 'en')) languages = [value];
    else return undefined;
  }
  return files.length > 0 ? { files, keys, languages } : undefined;
}

type Read = { readonly bytes: Uint8Array } | { readonly large: true } | { readonly missing: string };

/** The file, unless it is longer than anything that could be one; the size is asked before a byte is read. */
function read(file: string, bytesMax: number): Read {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { missing: `不是文件 not a file: ${file}` };
    if (stats.size > bytesMax) return { large: true };
    return { bytes: new Uint8Array(readFileSync(file)) };
  } catch {
    return { missing: `无法读取文件 cannot be read: ${file}` };
  }
}
