import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { titleKey } from '../functions/_platform/store/titles.ts';
import { patentNumber } from '../shared/kernel/patent-number.ts';
import { rightOf } from '../shared/kernel/right.ts';
import { functionsOver } from './functions-over.ts';
import { documentClient, type RegisterUnderTest, rawClient } from './register-under-test.ts';
import { interleave, type Rounds } from './rounds.ts';
import { type Comparison, compare } from './statistics.ts';

/** Times the read of a pledged title in the function over one bare consistent GetItem of the same key. */
export async function timeReading(
  register: RegisterUnderTest,
  endpoint: string,
  rounds: Rounds,
): Promise<Comparison> {
  const { patents, submission } = await register.readyFiling(1);
  await register.functions.call('filings.submit', submission);
  const [number = ''] = patents;
  const key = marshall(titleKey(rightOf(patentNumber.parse(number))));

  const [own, bare] = [rawClient(endpoint), rawClient(endpoint)];
  const functions = functionsOver(register.world, documentClient(own));
  const table = register.world.names.register;
  const lanes = {
    function: async () => functions.prepare('titles.get', { params: { patentNumber: number } }),
    read: async () => {
      const command = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
      return () => bare.send(command);
    },
  };
  const times = await interleave(lanes, rounds);
  for (const client of [own, bare]) client.destroy();
  return compare(times.function, times.read);
}
