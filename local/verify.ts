import { check } from './verifier/check.ts';

/**
 * `npm run verify -- certificate.pdf --key ip-register.vkey`. Ends with 0 where everything was proved, 1 where something
 * does not hold, 2 where nothing could be checked. It reads the files named and nothing else, and calls no network;
 * bundled into one file it runs wherever Node 20 does.
 */
const { text, code } = await check(process.argv.slice(2));
process.stdout.write(text);
process.exitCode = code;
