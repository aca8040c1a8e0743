import { describe, expect, it } from 'vitest';
import { type WorkerName, workerNames } from '../../infra/constructs/register-function.ts';
import { type FunctionName, functionNames } from '../../shared/contracts/operation.ts';
import { at, listAt, ofType, synthesise, textOf } from './synthesise.ts';

const { resources } = synthesise('prod');

type RoleName = FunctionName | WorkerName;
const roleNames = [...functionNames, ...workerNames];

type Statement = {
  readonly role: RoleName;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
};

/** The scanner's own role is not a function's: `malware-scan.test.ts` holds it. */
const ofFunctions = ofType(resources, 'AWS::IAM::Policy').filter(({ id }) => !id.startsWith('ScanRole'));

const statements = ofFunctions.flatMap(({ id, properties }) => {
  const role = roleNames.find((name) => id.startsWith(`${name}Role`));
  if (role === undefined) {
    throw new Error(`the policy ${id} belongs to no function`);
  }
  return listAt(properties, 'PolicyDocument', 'Statement').map(
    (statement): Statement => ({
      role,
      actions: listAt(statement, 'Action').map(textOf),
      resources: listAt(statement, 'Resource').map(textOf),
      condition: at(statement, 'Condition'),
    }),
  );
});

const read = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const change = [
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

/** What a role may do to a table or one of its indexes, `table/index`, and under which condition. */
function granted(role: RoleName, place: string): { actions: string[]; conditions: unknown[] } {
  const [table = '', index] = place.split('/');
  const found = statements.filter(
    (statement) =>
      statement.role === role &&
      statement.resources.some(
        (name) =>
          name.includes(`${table}Table`) &&
          !name.includes('StreamArn') &&
          name.endsWith(index === undefined ? '>' : `>/index/${index}`),
      ),
  );
  return {
    actions: [...new Set(found.flatMap(({ actions }) => actions))].sort(),
    conditions: found.map(({ condition }) => condition),
  };
}

const mappings = resources.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
const wokenIn = (properties: unknown) =>
  roleNames.find((name) => textOf(at(properties, 'FunctionName')).startsWith(`<${name}Function`));
const woken = new Set(mappings.map(({ properties }) => wokenIn(properties)));

const isTable = (name: string, table: string) =>
  name.includes(`Att${table}Table`) && !name.includes('StreamArn');

const onlyReplies = {
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['REPLY#*'] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
};
const write = [...read, ...change].sort();

describe('roles', () => {
  it.each([
    ['registrar', 'register', write, undefined],
    ['registrar', 'filings', write, undefined],
    ['registrar', 'filings/byDeadline', ['dynamodb:Query'], undefined],
    ['registrar', 'parties', write, undefined],
    ['registrar', 'parties/byName', ['dynamodb:Query'], undefined],
    ['imports', 'register', write, undefined],
    ['imports', 'filings', write, onlyReplies],
    ['filings', 'filings', write, undefined],
    ['filings', 'filings/byDeadline', ['dynamodb:Query'], undefined],
    ['filings', 'register', read, undefined],
    ['filings', 'parties', read, undefined],
    ['filings', 'parties/byName', ['dynamodb:Query'], undefined],
    ['examiners', 'filings', write, undefined],
    ['examiners', 'filings/byDeadline', ['dynamodb:Query'], undefined],
    ['titles', 'register', read, undefined],
    ['titles', 'parties', read, undefined],
    ['parties', 'parties', read, undefined],
    ['parties', 'parties/byName', ['dynamodb:Query'], undefined],
    ['notices', 'filings', write, undefined],
    ['notices', 'filings/byDeadline', ['dynamodb:Query'], undefined],
    ['notices', 'parties', read, undefined],
    ['machines', 'filings', write, onlyReplies],
    ['certificates', 'register', read, undefined],
    ['certificates', 'parties', read, undefined],
    ['certificates', 'journal', read, undefined],
    ['search', 'search', write, undefined],
    ['search', 'register/byNumber', ['dynamodb:Query'], undefined],
    ['search', 'parties', read, undefined],
    ['titles', 'journal', read, undefined],
    ['journal', 'journal', read, undefined],
    ['documents', 'filings', write, undefined],
    ['documents', 'filings/byDeadline', ['dynamodb:Query'], undefined],
    ['documents', 'parties', read, undefined],
  ] as const)('%s at %s may do exactly what it needs', (role, place, actions, condition) => {
    expect(granted(role, place)).toEqual({ actions: [...actions], conditions: [condition] });
  });

  it('reach no table beyond that list', () => {
    const reached = statements.flatMap(({ role, resources: names }) =>
      names
        .filter((name) => name.includes('Table'))
        .map((name) => `${role} ${name.replace(/.*?(\w+?)Table.*/, '$1')}`),
    );
    expect(new Set(reached).size).toBe(new Set(reached.map((line) => line.toLowerCase())).size);
    const pairs = new Set(
      statements.flatMap(({ role, resources: names }) =>
        ['register', 'filings', 'parties', 'search', 'journal']
          .filter((table) => names.some((name) => isTable(name, table)))
          .map((table) => `${role} ${table}`),
      ),
    );
    expect([...pairs].sort()).toEqual([
      'certificates journal',
      'certificates parties',
      'certificates register',
      'documents filings',
      'documents parties',
      'examiners filings',
      'filings filings',
      'filings parties',
      'filings register',
      'imports filings',
      'imports register',
      'issuer journal',
      'issuer register',
      'journal journal',
      'machines filings',
      'machines parties',
      'notices filings',
      'notices journal',
      'notices parties',
      'parties parties',
      'registrar filings',
      'registrar parties',
      'registrar register',
      'search journal',
      'search parties',
      'search register',
      'search search',
      'sequencer journal',
      'sequencer register',
      'titles journal',
      'titles parties',
      'titles register',
    ]);
  });

  it('sequencer takes from the register what has its place in the log, and nothing else', () => {
    const { actions, conditions } = granted('sequencer', 'register');
    expect(actions).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
    ]);
    expect(conditions).toEqual([
      undefined,
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['PENDING#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    ]);
    expect(granted('sequencer', 'journal').actions).toEqual([...write, 'dynamodb:BatchWriteItem'].sort());
  });

  it.each([
    ['search', 'search'],
    ['notices', 'notices'],
    ['issuer', 'certificates'],
  ] as const)('%s reads the journal and moves the cursor of %s alone', (role, projection) => {
    const { actions, conditions } = granted(role, 'journal');
    expect(actions).toEqual(write);
    const own = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`PROJECTION#${projection}*`] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
    expect(conditions).toEqual([undefined, own]);
    const unbound = statements.filter(
      (one) => one.role === role && !one.condition && one.resources.some((name) => isTable(name, 'journal')),
    );
    expect(unbound.flatMap((one) => one.actions).sort()).toEqual(read);
  });

  it('write to the register table in the registrar’s room only, but for what the sequencer takes away', () => {
    const writers = statements
      .filter(({ actions, resources: names }) => {
        const atRegister = names.some((name) => name === '*' || isTable(name, 'register'));
        const changes = actions.some((action) =>
          /^(\*|dynamodb:(\*|(?!Get|BatchGet|Query|Scan|ListStreams)))/.test(action),
        );
        return atRegister && changes;
      })
      .map(({ role }) => role);
    expect([...new Set(writers)].sort()).toEqual(['imports', 'registrar', 'sequencer']);
  });

  it('demand that a key is there where they limit keys, since ForAllValues is true of none', () => {
    const limited = statements.filter(({ condition }) =>
      JSON.stringify(condition ?? '').includes('ForAllValues'),
    );
    expect(limited).toHaveLength(7);
    for (const { condition } of limited) {
      expect(at(condition, 'Null', 'dynamodb:LeadingKeys')).toBe('false');
    }
  });

  it('hold no wildcard but tracing, the listing of streams for those that one wakes, and the objects of one bucket a function', () => {
    const wild = statements.flatMap(({ role, actions, resources: names }) =>
      [...actions, ...names].some((text) => text.includes('*'))
        ? [
            `${role}: ${actions.join(' ')} on ${names.map((name) => name.replace(/<.*?(bodies|certificates|documents|journalobjects)Bucket.*>/, '<$1>')).join(' ')}`,
          ]
        : [],
    );
    const tracing = roleNames.map(
      (name) =>
        `${name}: ${woken.has(name) ? 'dynamodb:ListStreams ' : ''}xray:PutTelemetryRecords xray:PutTraceSegments on *`,
    );
    expect(wild.sort()).toEqual(
      [
        ...tracing,
        'imports: s3:GetObject s3:PutObject on <bodies>/bodies/*',
        'journal: s3:GetObject on <journalobjects>/*',
        'sequencer: s3:GetObject s3:PutObject on <journalobjects>/*',
        'certificates: s3:GetObject s3:PutObject on <certificates>/certificates/*',
        'certificates: s3:GetObject on <journalobjects>/map/* <journalobjects>/tile/*',
        'issuer: s3:GetObject s3:PutObject on <certificates>/certificates/*',
        'issuer: s3:GetObject on <journalobjects>/tile/*',
        'notices: s3:GetObject on <journalobjects>/tile/*',
        'search: s3:GetObject on <journalobjects>/tile/*',
        'documents: s3:DeleteObjectVersion s3:GetObject s3:PutObject on <documents>/documents/*',
      ].sort(),
    );
  });

  const reading = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

  it('can drop nothing and scan nothing', () => {
    const scans = statements.filter(({ actions }) => actions.includes('dynamodb:Scan'));
    expect(scans).toEqual([]);
    const used = new Set(
      statements
        .flatMap(({ actions }) => actions)
        .filter((action) => action.startsWith('dynamodb:'))
        .filter((action) => ![...reading, 'dynamodb:ListStreams'].includes(action)),
    );
    expect([...used].sort()).toEqual([...write, 'dynamodb:BatchWriteItem'].sort());
  });

  it('read the streams that wake their functions, and no others', () => {
    const ofStreams = statements.filter(({ actions }) => actions.some((action) => reading.includes(action)));
    for (const { actions, resources: names } of ofStreams) {
      expect(actions).toEqual(reading);
      expect(names.filter((name) => !name.includes('StreamArn'))).toEqual([]);
    }
    const mappings = resources.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
    const woken = mappings.map(
      ({ properties }) =>
        `${roleNames.find((name) => textOf(properties['FunctionName']).startsWith(`<${name}Function`))} ${textOf(properties['EventSourceArn'])}`,
    );
    expect(
      ofStreams.flatMap(({ role, resources: names }) => names.map((name) => `${role} ${name}`)).sort(),
    ).toEqual(woken.sort());
  });

  it('rest on no managed policy and are assumed by Lambda alone', () => {
    for (const { id, properties } of ofType(resources, 'AWS::IAM::Role')) {
      expect(properties).not.toHaveProperty('ManagedPolicyArns');
      if (id.startsWith('ScanRole')) continue;
      expect(at(properties, 'AssumeRolePolicyDocument', 'Statement', 0, 'Principal')).toEqual({
        Service: 'lambda.amazonaws.com',
      });
    }
  });
});
