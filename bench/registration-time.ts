import { bareBatch, bareTransaction } from './bare-commands.ts';
import { functionsOver } from './functions-over.ts';
import { documentClient, type RegisterUnderTest, rawClient } from './register-under-test.ts';
import { interleave, type Rounds } from './rounds.ts';
import { type Comparison, compare } from './statistics.ts';
import { rehearse } from './wiretap.ts';

export type RegistrationTime = {
  readonly patents: number;
  /** Submit-and-register in the function, over sending the same transaction bare. */
  readonly overTransaction: Comparison;
  /** The same over its two reads and its transaction, all three sent bare: what the code adds to its calls. */
  readonly overCalls: Comparison;
};

/**
 * Times the registration of a pledge. Each round submits one filing through the function. Of two twin filings it
 * takes what the function would have read and written, and sends that by the SDK alone: once the transaction,
 * once the reads before it too.
 */
export async function timeRegistration(
  register: RegisterUnderTest,
  endpoint: string,
  patents: number,
  rounds: Rounds,
): Promise<RegistrationTime> {
  const [own, held, bare] = [rawClient(endpoint), rawClient(endpoint), rawClient(endpoint)];
  const functions = functionsOver(register.world, documentClient(own));
  const take = rehearse(held);
  const rehearsal = functionsOver(register.world, documentClient(held));
  const prepareCalls = async () => {
    await rehearsal.call('filings.submit', (await register.readyFiling(patents)).submission);
    const { batches, transaction } = take();
    return { reads: batches.map(bareBatch), write: bareTransaction(transaction) };
  };
  const lanes = {
    function: async () => {
      const { submission } = await register.readyFiling(patents);
      return functions.prepare('filings.submit', submission);
    },
    transaction: async () => {
      const { write } = await prepareCalls();
      return () => bare.send(write);
    },
    calls: async () => {
      const { reads, write } = await prepareCalls();
      return async () => {
        for (const read of reads) await bare.send(read);
        await bare.send(write);
      };
    },
  };
  const times = await interleave(lanes, rounds);
  for (const client of [own, held, bare]) client.destroy();
  return {
    patents,
    overTransaction: compare(times.function, times.transaction),
    overCalls: compare(times.function, times.calls),
  };
}
