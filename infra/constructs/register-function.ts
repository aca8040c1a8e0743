import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type IFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FunctionName } from '../../shared/contracts/operation.ts';
import type { Settings } from '../settings.ts';
import { type Beside, bundling, bundlingWith } from './bundling.ts';
import { DeadLetters } from './dead-letters.ts';
import {
  alarmDeadLetters,
  alarmFunction,
  alarmLogCodes,
  alarmMeasure,
  type Measure,
} from './function-alarms.ts';
import type { RegisterAlarmProps } from './register-alarm.ts';
import type { RegisterKey } from './register-key.ts';
import { type StreamSource, StreamTrigger, type Waking } from './stream-trigger.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Functions that serve no operation: something else wakes them. */
export const workerNames = ['sequencer', 'issuer'] as const;
export type WorkerName = (typeof workerNames)[number];

export type RegisterFunctionProps = {
  readonly settings: Settings;
  readonly topic: ITopic;
  /** The key of logs and of runs that were given up. */
  readonly traces: RegisterKey<'traces'>;
  /** The file that exports `handler`, from the root of the project. */
  readonly entry: `functions/${string}.ts`;
  /** Processor time comes with memory: 1,769 MB are one processor of Lambda's. */
  readonly memoryMb: number;
  readonly says: string;
  /** What lies beside its code, by paths from the root of the project. */
  readonly beside?: Beside;
};

/**
 * The gateway gives up after 30 seconds. A function that outlived its caller would commit what the caller
 * believes lost, so every function ends before that.
 */
const timeoutSeconds = 28;

/**
 * One function of the register. Its role starts with nothing but its own log group and tracing; whoever owns
 * a table or bucket adds the grant and the variable together.
 */
export class RegisterFunction extends Construct {
  readonly function: IFunction;
  readonly #function: NodejsFunction;
  readonly #role: Role;
  readonly #topic: ITopic;
  readonly #log: LogGroup;
  #letters: { readonly queue: DeadLetters; readonly interval: Duration } | undefined;
  readonly #traces: RegisterKey<'traces'>;

  constructor(scope: Construct, name: FunctionName | WorkerName, props: RegisterFunctionProps) {
    super(scope, name);
    this.#topic = props.topic;
    this.#traces = props.traces;
    const logGroup = new LogGroup(this, 'Log', {
      encryptionKey: props.traces.key,
      retention: props.settings.logDays,
      removalPolicy: props.settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.#log = logGroup;
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    // The managed policy for this would let every function write into every log group of the account.
    this.allow(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.#function = new NodejsFunction(this, 'Function', {
      description: props.says,
      entry: `${root}${props.entry}`,
      projectRoot: root,
      depsLockFilePath: `${root}package-lock.json`,
      bundling: props.beside ? bundlingWith(props.beside) : bundling,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      tracing: Tracing.ACTIVE,
      role: this.#role,
      logGroup,
      environment: {
        ENVIRONMENT: props.settings.name,
        DEMONSTRATION: String(props.settings.demonstration),
        NODE_OPTIONS: '--enable-source-maps',
      },
    });
    this.function = this.#function;
    this.acknowledge(
      'AwsSolutions-IAM5[Resource::*]',
      'The write actions of X-Ray and the listing of streams name no resource: they are granted on all or not at all.',
    );
    alarmFunction(this, name, this.#function, timeoutSeconds, props.topic);
  }

  allow(statement: PolicyStatement): void {
    this.#role.addToPolicy(statement);
  }

  /** Accepts one finding of the security checks about this function's role, for the reason given. */
  acknowledge(id: string, reason: string): void {
    Validations.of(this.#role).acknowledge({ id, reason });
  }

  setVariable(name: string, value: string): void {
    this.#function.addEnvironment(name, value);
  }

  /** Tells the operators of log lines with one of the codes: each a thing that went wrong while the run went on. */
  alarmOnLog(id: string, codes: readonly string[], told: Pick<RegisterAlarmProps, 'says' | 'section'>): void {
    alarmLogCodes(this, id, { log: this.#log, codes }, { ...told, topic: this.#topic });
  }

  /** Tells the operators when a number that the function logs by the clock is too high, or is logged no more. */
  alarmOnMeasure(
    id: string,
    measure: Measure,
    told: Omit<RegisterAlarmProps, 'metric' | 'topic' | 'silenceTells'>,
  ): void {
    alarmMeasure(this, id, { log: this.#log, measure }, { ...told, topic: this.#topic });
  }

  /**
   * Runs the function by the clock. The next run takes up what this one missed, so a failed run is tried once
   * more and then set aside for the operators.
   */
  runEvery(interval: Duration): void {
    const letters = new DeadLetters(this, 'DeadLetters', this.#traces);
    this.#letters = { queue: letters, interval };
    this.allow(this.#traces.writing('sqs'));
    this.#function.configureAsyncInvoke({
      retryAttempts: 1,
      maxEventAge: interval,
      onFailure: new SqsDestination(letters.inlet),
    });
    new Rule(this, 'Schedule', {
      description: `Wakes ${this.node.id}.`,
      schedule: Schedule.rate(interval),
      targets: [
        new FunctionTarget(this.#function, {
          retryAttempts: 1,
          maxEventAge: interval,
          deadLetterQueue: letters.queue,
        }),
      ],
    });
    const says = `A run of ${this.node.id} that nobody waits for was given up.`;
    alarmDeadLetters(this, says, letters.queue, this.#topic);
  }

  /**
   * Runs the function for each event of the account's bus that fits. Events come at least once and in any order. The
   * function must run by the clock too, and make up there for an event that was lost.
   */
  runOn(id: string, says: string, eventPattern: EventPattern): void {
    const letters = this.#letters;
    if (letters === undefined) throw new Error(`${this.node.id} must run by the clock too`);
    const retries = { retryAttempts: 3, maxEventAge: letters.interval };
    new Rule(this, id, {
      description: says,
      eventPattern,
      targets: [new FunctionTarget(this.#function, { ...retries, deadLetterQueue: letters.queue.queue })],
    });
  }

  /**
   * Runs the function soon after an item changed whose key fits one of the patterns. It is told keys alone and reads
   * the table itself, so the owner of the table grants that besides. Each change comes at least once, and in order for
   * one item only: the function must bear repetition, and answer which records of a batch it could not process.
   */
  wokenBy(source: StreamSource, patterns: Waking['patterns'], more: Pick<Waking, 'batchSize'> = {}): void {
    this.allow(
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [source.streamArn],
      }),
    );
    this.allow(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
    this.allow(this.#traces.writing('sqs'));
    new StreamTrigger(this, this.#function, { source, patterns, ...more }, this.#topic, this.#traces);
  }
}
