import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messages } from '../../functions/_platform/logger.ts';
import { workerNames } from '../../infra/constructs/register-function.ts';
import { runbookSections } from '../../infra/constructs/runbook.ts';
import { functionNames } from '../../shared/contracts/operation.ts';
import { at, listAt, ofType, synthesise, textOf } from './synthesise.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const { resources } = synthesise('prod');
const functions = ofType(resources, 'AWS::Lambda::Function');

describe('functions', () => {
  it('are those of the operations, all of them and no others', () => {
    const known = [...functionNames, ...workerNames];
    const names = functions.map(({ id }) => known.find((name) => id.startsWith(`${name}Function`)));
    expect([...names].sort()).toEqual([...known].sort());
  });

  it('run on nodejs24.x, arm64, traced, and end before the gateway gives up', () => {
    for (const { properties } of functions) {
      expect(properties['Runtime']).toBe('nodejs24.x');
      expect(properties['Architectures']).toEqual(['arm64']);
      expect(at(properties, 'TracingConfig', 'Mode')).toBe('Active');
      expect(Number(properties['Timeout'])).toBeLessThan(29);
      expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });

  it('know their environment and whether what they issue is a demonstration', () => {
    for (const { properties } of functions) {
      expect(at(properties, 'Environment', 'Variables')).toMatchObject({
        ENVIRONMENT: 'prod',
        DEMONSTRATION: 'false',
        NODE_OPTIONS: '--enable-source-maps',
      });
    }
  });

  it('carry no secret and no switch of another function in their variables', () => {
    const allowed: Readonly<Record<(typeof functionNames)[number], readonly string[]>> = {
      registrar: [
        'TABLE_REGISTER',
        'TABLE_FILINGS',
        'TABLE_PARTIES',
        'AUTOMATIC_REGISTRATION',
        'SAMPLED_PER_TEN_THOUSAND',
      ],
      imports: ['TABLE_REGISTER', 'TABLE_FILINGS', 'BUCKET_BODIES'],
      filings: ['TABLE_REGISTER', 'TABLE_FILINGS', 'TABLE_PARTIES'],
      titles: ['TABLE_REGISTER', 'TABLE_PARTIES', 'TABLE_JOURNAL'],
      parties: ['TABLE_PARTIES'],
      machines: ['TABLE_FILINGS', 'TABLE_PARTIES', 'MACHINES_POOL', 'MACHINES_CLIENTS'],
      reference: [],
      examiners: ['TABLE_FILINGS'],
      notices: [
        ...['TABLE_FILINGS', 'TABLE_PARTIES', 'MAIL_FROM'],
        ...['PUBLIC_ORIGIN', 'MAIL_CONFIGURATION_SET', 'TABLE_JOURNAL', 'BUCKET_JOURNAL'],
      ],
      search: ['TABLE_REGISTER', 'TABLE_PARTIES', 'TABLE_SEARCH', 'TABLE_JOURNAL', 'BUCKET_JOURNAL'],
      certificates: [
        ...['TABLE_REGISTER', 'TABLE_PARTIES', 'TABLE_JOURNAL', 'BUCKET_CERTIFICATES', 'BUCKET_JOURNAL'],
        ...['JOURNAL_ORIGIN', 'SEAL_KEY', 'PUBLIC_ORIGIN'],
      ],
      documents: ['TABLE_FILINGS', 'TABLE_PARTIES', 'BUCKET_DOCUMENTS'],
      journal: [
        'TABLE_JOURNAL',
        'BUCKET_JOURNAL',
        'JOURNAL_ORIGIN',
        'JOURNAL_KEY',
        'SEAL_KEY',
        'FORMER_KEYS',
      ],
    };
    for (const name of functionNames) {
      const found = functions.find(({ id }) => id.startsWith(`${name}Function`));
      const variables = Object.keys(Object(at(found?.properties, 'Environment', 'Variables')));
      expect(variables.sort()).toEqual(
        [...allowed[name], 'ENVIRONMENT', 'DEMONSTRATION', 'NODE_OPTIONS'].sort(),
      );
    }
  });

  // Two whole apps are synthesised here.
  it('draw no certificate without an address to verify it at', { timeout: 90_000 }, () => {
    const variables = (publicOrigin: string) => {
      const { resources: made } = synthesise('prod', { context: { publicOrigin } });
      const found = ofType(made, 'AWS::Lambda::Function').find(({ id }) => id.startsWith('certificates'));
      return at(found?.properties, 'Environment', 'Variables');
    };
    expect(variables('https://register.example')).toMatchObject({
      PUBLIC_ORIGIN: 'https://register.example',
    });
    expect(variables('')).not.toHaveProperty('PUBLIC_ORIGIN');
  });

  it('write each to a log group of its own that is kept a year in prod', () => {
    const groups = functions.map(({ properties }) => textOf(at(properties, 'LoggingConfig', 'LogGroup')));
    expect(new Set(groups).size).toBe(functions.length);
    for (const group of ofType(resources, 'AWS::Logs::LogGroup')) {
      expect(group.properties['RetentionInDays']).toBe(365);
      expect(group.deletionPolicy).toBe('Retain');
    }
  });
});

describe('projections', () => {
  it.each(['search', 'notices'])(
    '%s is watched for lagging behind, and for not being looked after',
    (name) => {
      const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').filter(({ id }) =>
        id.startsWith(`${name}Projection`),
      );
      const told = alarms.map(({ properties }) => [
        properties['TreatMissingData'],
        properties['Threshold'],
        String(properties['AlarmDescription']).split('#')[1],
      ]);
      expect(told.sort()).toEqual([
        ['breaching', 300, 'projection-behind'],
        ['notBreaching', 1, 'projection-aside'],
      ]);
    },
  );
});

describe('scheduled runs', () => {
  const scheduled = {
    ...{ machines: 5, registrar: 15, imports: 15, documents: 15 },
    ...{ sequencer: 1, notices: 1, search: 1, issuer: 1 },
  };
  const schedules = ofType(resources, 'AWS::Events::Rule').filter(
    ({ properties }) => properties['ScheduleExpression'] !== undefined,
  );

  it('are those of the registrar and the imports, every quarter of an hour, of the machines, of the sequencer, and of whoever follows it', () => {
    const found = schedules.map(({ properties }) => {
      const target = textOf(at(properties, 'Targets', 0, 'Arn'));
      return [/^<(.*)Function/.exec(target)?.[1], properties['ScheduleExpression']];
    });
    const expected = Object.entries(scheduled).map(([name, minutes]) => [
      name,
      minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`,
    ]);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('are set aside when they failed, whether the function failed or was never reached', () => {
    for (const { properties } of schedules) {
      expect(textOf(at(properties, 'Targets', 0, 'DeadLetterConfig', 'Arn'))).toMatch(/DeadLetters/);
    }
    const invokes = ofType(resources, 'AWS::Lambda::EventInvokeConfig');
    expect(invokes).toHaveLength(schedules.length);
    for (const { properties } of invokes) {
      expect(textOf(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'))).toMatch(/DeadLetters/);
    }
  });

  it('wait encrypted and over TLS only', () => {
    for (const { properties } of ofType(resources, 'AWS::SQS::Queue')) {
      expect(properties).toHaveProperty('KmsMasterKeyId');
    }
    for (const { properties } of ofType(resources, 'AWS::SQS::QueuePolicy')) {
      expect(listAt(properties, 'PolicyDocument', 'Statement')).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });
});

describe('alarms', () => {
  const alarms = ofType(resources, 'AWS::CloudWatch::Alarm');

  it.each(['Errors', 'Throttles', 'Duration'])('watch the %s of every function', (metric) => {
    const watched = alarms
      .filter(({ properties }) => properties['MetricName'] === metric)
      .map(({ properties }) => textOf(at(properties, 'Dimensions', 0, 'Value')));
    expect(watched.sort()).toEqual(functions.map(({ id }) => `<${id}>`).sort());
  });

  it('watch every dead-letter queue, every table and the API', () => {
    const metrics = alarms.map(({ properties }) => properties['MetricName']);
    expect(metrics.filter((name) => name === 'ApproximateNumberOfMessagesVisible')).toHaveLength(
      ofType(resources, 'AWS::SQS::Queue').length,
    );
    expect(metrics).toEqual(expect.arrayContaining(['5xx', 'Latency']));
    const combined = alarms.filter(({ properties }) => properties['MetricName'] === undefined);
    expect(combined).toHaveLength(ofType(resources, 'AWS::DynamoDB::Table').length);
  });

  it('watch for what a run left out, by codes that the log knows', () => {
    const filters = ofType(resources, 'AWS::Logs::MetricFilter');
    const codes = filters.flatMap(({ properties }) =>
      [...String(properties['FilterPattern']).matchAll(/\$\.code = "(\w+)"/g)].map(([, code = '']) => code),
    );
    expect(codes).toEqual(expect.arrayContaining(['FILING_UNREADABLE', 'LAPSE_FAILED']));
    for (const code of codes) expect(Object.keys(messages)).toContain(code);
    const measured = filters.map(({ properties }) =>
      at(properties, 'MetricTransformations', 0, 'MetricName'),
    );
    const watched = alarms.map(({ properties }) => properties['MetricName']);
    for (const metric of measured) expect(watched).toContain(metric);
  });

  it('all tell the operators', () => {
    for (const { properties } of alarms) {
      expect(listAt(properties, 'AlarmActions').map(textOf)).toEqual([expect.stringMatching(/Alarms/)]);
    }
  });
});

describe('the runbook', () => {
  const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );

  it.each(runbookSections)('has a section %s for the alarm that names it', (section) => {
    expect(headings).toContain(section);
  });

  it('is named by every alarm, and every section for alarms has one', () => {
    const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').map(
      ({ properties }) => properties['AlarmDescription'],
    );
    const rules = ofType(resources, 'AWS::Events::Rule').map(({ properties }) =>
      at(properties, 'Targets', 0, 'InputTransformer', 'InputTemplate'),
    );
    const messages = [...alarms, ...rules.filter((message) => message !== undefined)];
    const named = messages.map((message) => /docs\/runbook\.md#([a-z-]+)"?$/.exec(String(message))?.[1]);
    expect([...new Set(named)].sort()).toEqual([...runbookSections].sort());
  });
});
