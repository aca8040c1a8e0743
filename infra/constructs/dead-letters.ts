import { Duration, Validations } from 'aws-cdk-lib';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { RegisterKey } from './register-key.ts';

/**
 * Where runs that nobody waits for are kept when they failed, for two weeks: over TLS only, and under the key of
 * logs, since the text of an error may quote what it failed on.
 */
export class DeadLetters extends Construct {
  readonly queue: Queue;
  /** The queue for those who only send. The library would give them the whole use of the key it knows of. */
  readonly inlet: IQueue;

  constructor(scope: Construct, id: string, traces: RegisterKey<'traces'>) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: traces.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.inlet = Queue.fromQueueArn(this, 'Inlet', this.queue.queueArn);
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This queue is itself the dead-letter queue; people read it, and no consumer can fail on it.',
    });
  }
}
