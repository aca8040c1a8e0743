import type { Scenario } from './consumption.ts';
import type { RegisterUnderTest } from './register-under-test.ts';

const caller = 'account, stored reply and filing, by keys in the request';
const commit = 'the transaction, which decides on what was read';

function registration(patents: number): Scenario {
  return {
    name: `registration, ${patents} ${patents === 1 ? 'patent' : 'patents'}`,
    operation: 'filings.submit',
    steps: [caller, 'titles and parties, which only the form names', commit],
    ask: async (register) => (await register.readyFiling(patents)).submission,
  };
}

/** A pledge registered just now, as readers ask for it. */
async function registered(register: RegisterUnderTest) {
  const { patents, submission } = await register.readyFiling(1);
  const answer = await register.functions.call('filings.submit', submission);
  const { registrationNumber } = answer['registration'] as { registrationNumber: string };
  return { patentNumber: patents[0] ?? '', registrationNumber };
}

/** What is counted: the ways of a filing, then the ways of reading the register. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'draft opened, 1 patent',
    operation: 'filings.open',
    steps: ['account and stored reply, by keys in the request', commit],
    ask: (register) => register.draft(1),
  },
  {
    name: 'consent',
    operation: 'filings.consent',
    steps: [caller, commit],
    ask: async (register) => {
      const opened = await register.functions.call('filings.open', await register.draft(1));
      const params = { filingId: String(opened['id']) };
      return { params, body: { digest: opened['digest'] }, account: register.accounts.bank };
    },
  },
  registration(1),
  registration(20),
  {
    name: 'title',
    operation: 'titles.get',
    steps: ['the title, by its number'],
    ask: async (register) => {
      const { patentNumber } = await registered(register);
      return { params: { patentNumber } };
    },
  },
  {
    name: 'pledge',
    operation: 'pledges.get',
    steps: ['the record, by its number'],
    ask: async (register) => {
      const { registrationNumber } = await registered(register);
      return { params: { registrationNumber } };
    },
  },
  {
    name: 'page of history',
    operation: 'titles.history',
    steps: ['the versions, which lie together'],
    ask: async (register) => {
      const { patentNumber } = await registered(register);
      return { params: { patentNumber } };
    },
  },
  {
    name: 'pledges of a patent',
    operation: 'search.pledges',
    steps: ['the versions that opened a record', 'the records, which only those versions name'],
    ask: async (register) => {
      const { patentNumber } = await registered(register);
      return { query: { patentNumber } };
    },
  },
  {
    name: 'pledges by the beginning of a number',
    operation: 'search.pledges',
    steps: ['the numbers, from the index', 'the records: the index only finds them and may be stale'],
    ask: async (register) => {
      const { registrationNumber } = await registered(register);
      return { query: { registrationNumber } };
    },
  },
];
