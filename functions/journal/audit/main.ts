import process from 'node:process';
import { auditCommand } from './command.ts';

process.exitCode = await auditCommand({
  args: process.argv.slice(2),
  environment: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
