import type { Reply } from './context.ts';
import { S3Error } from './errors.ts';
import type { S3Call, S3Faults } from './faults.ts';

const internal = () => new S3Error('InternalError', 'We encountered an internal error. Please try again.');
const conflict = () =>
  new S3Error(
    'ConditionalRequestConflict',
    'A conflicting operation is under way on this key. Please try again.',
  );

/** Carries a call through the faults. `cut` stands for a connection that breaks without an answer. */
export async function withFaults(
  faults: S3Faults,
  call: S3Call,
  run: () => Promise<Reply>,
): Promise<Reply | 'cut'> {
  const first = await faults.before(call);
  if (first === 'cut') return 'cut';
  if (first === 'failed') throw internal();
  if (first === 'slowDown') throw new S3Error('SlowDown', 'Please reduce your request rate.');
  if (first === 'conflict' && call.conditional) throw conflict();
  const [done] = await Promise.allSettled([run()]);
  const last = await faults.after(call);
  if (last !== 'through' && done.status === 'fulfilled') await letGo(done.value);
  if (last === 'cut') return 'cut';
  if (last === 'failed') throw internal();
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}

/** Closes the file of a reply that nobody will read. */
async function letGo({ body }: Reply): Promise<void> {
  if (typeof body === 'object') await body.handle.close();
}
