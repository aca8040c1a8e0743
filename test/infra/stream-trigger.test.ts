import { type App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { beforeAll, describe, expect, it } from 'vitest';
import { RegisterFunction } from '../../infra/constructs/register-function.ts';
import { registerKeys } from '../../infra/constructs/register-key.ts';
import { RegisterTable } from '../../infra/constructs/register-table.ts';
import { readSettings, type Settings } from '../../infra/settings.ts';
import { appFor, at, listAt, textOf } from './synthesise.ts';

type Found = Readonly<Record<string, { Type: string; Properties: Readonly<Record<string, unknown>> }>>;

function settingsOf(app: App, restoredTables: Settings['restoredTables'] = {}): Settings {
  const settings = readSettings(app);
  if ('refused' in settings) throw new Error(settings.refused);
  return { ...settings, restoredTables };
}

/** A stack with one table and one function that its stream wakes. */
function woken(restoredTables: Settings['restoredTables'] = {}): Found {
  const app = appFor({ environment: 'prod' });
  const settings = settingsOf(app, restoredTables);
  const stack = new Stack(app, 'Woken');
  const topic = new Topic(stack, 'Topic');
  const keys = registerKeys(stack, settings);
  const table = new RegisterTable(stack, 'register', settings, topic, keys);
  const titles = new RegisterFunction(stack, 'titles', {
    settings,
    topic,
    traces: keys.traces,
    entry: 'functions/titles/main.ts',
    memoryMb: 256,
    says: 'Is woken',
  });
  titles.wokenBy(table.stream, [{ pk: 'RECORD#' }, { pk: 'ENTRY#', sk: 'ENTRY', changes: ['INSERT'] }]);
  return Object(app.synth().getStackByName('Woken').template).Resources;
}

describe('a function that a stream wakes', () => {
  let resources: Found;
  let mapping: Readonly<Record<string, unknown>> | undefined;

  beforeAll(() => {
    resources = woken();
    mapping = Object.values(resources).find(
      ({ Type }) => Type === 'AWS::Lambda::EventSourceMapping',
    )?.Properties;
  });

  it('is told of new and changed items whose keys fit, by their keys alone', () => {
    const patterns = listAt(mapping, 'FilterCriteria', 'Filters').map((filter) =>
      JSON.parse(String(at(filter, 'Pattern'))),
    );
    expect(patterns).toEqual([
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { pk: { S: [{ prefix: 'RECORD#' }] } } } },
      {
        eventName: ['INSERT'],
        dynamodb: { Keys: { pk: { S: [{ prefix: 'ENTRY#' }] }, sk: { S: [{ prefix: 'ENTRY' }] } } },
      },
    ]);
    const table = Object.values(resources).find(({ Type }) => Type === 'AWS::DynamoDB::Table');
    expect(at(table?.Properties, 'StreamSpecification')).toEqual({ StreamViewType: 'KEYS_ONLY' });
  });

  it('tries a bounded number of times, halves what fails, and sets it aside with an alarm', () => {
    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 25,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 12 * 3600,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const destination = textOf(at(mapping, 'DestinationConfig', 'OnFailure', 'Destination'));
    expect(destination).toMatch(/ByregisterDeadLetters/);
    const alarms = Object.values(resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    expect(alarms.map(({ Properties }) => Properties['AlarmDescription'])).toContainEqual(
      expect.stringMatching(/change of the table register that wakes titles .*#dead-letters/),
    );
  });

  it('may read that stream, and list streams, and no more of them', () => {
    const statements = Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => listAt(Properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => listAt(statement, 'Action').join().includes('dynamodb:'))
      .map((statement) => [
        listAt(statement, 'Action').join(' '),
        listAt(statement, 'Resource').map(textOf).join(' '),
      ]);
    expect(statements).toEqual([
      // The construct library joins this with tracing, which also names no resource.
      ['dynamodb:ListStreams xray:PutTelemetryRecords xray:PutTraceSegments', '*'],
      [
        'dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator',
        expect.stringMatching(/^<registerTable\w+\.StreamArn>$/),
      ],
    ]);
  });

  it('follows a table that was restored, whose stream has a name of its own', () => {
    const restored = woken({ register: { name: 'back', streamLabel: '2026-01-01T00:00:00.000' } });
    const found = Object.values(restored).find(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
    expect(textOf(found?.Properties['EventSourceArn'])).toMatch(
      /:table\/back\/stream\/2026-01-01T00:00:00\.000$/,
    );
    expect(() => woken({ register: { name: 'back' } })).toThrow(/restoredTables/);
  });
});
