import { type App, Duration } from 'aws-cdk-lib';
import { MalwareScan } from '../constructs/malware-scan.ts';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

const prefix = 'documents/';

/** 申请文件: where they are uploaded to, checked, scanned and given out from. */
export class DocumentsStack extends RegisterStack {
  readonly documents: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Documents', settings, 'documents of filings');
    this.documents = new RegisterFunction(this, 'documents', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/documents/main.ts',
      // One whole processor, to digest and expand; and room for the largest document twice.
      memoryMb: 1769,
      says: 'Gives out addresses, checks what arrives and hears what the scan says',
    });
    state.filings.grantWrite(this.documents, ['byDeadline']);
    state.parties.grantRead(this.documents);
    state.documents.grantPutAndGet(this.documents, prefix);
    state.documents.grantRemoval(this.documents, prefix);
    new MalwareScan(this, 'Scan', { bucket: state.documents, prefix, key: state.keys.documents });
    this.documents.runEvery(Duration.minutes(15));
    this.#listen(state.documents.bucket.bucketName);
    this.documents.alarmOnLog('DocumentsLeftOut', ['DOCUMENT_LEFT_OUT'], {
      says: 'A document in line could not be looked after.',
      section: 'document-left-out',
    });
  }

  /** To events of this bucket alone: the account may have other buckets, and other plans. */
  #listen(bucket: string): void {
    this.documents.runOn('Arrived', 'Takes in a document that has arrived.', {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket] }, object: { key: [{ prefix }] } },
    });
    this.documents.runOn('Scanned', 'Hears what the scan of a document found.', {
      source: ['aws.guardduty'],
      detailType: ['GuardDuty Malware Protection Object Scan Result'],
      detail: { s3ObjectDetails: { bucketName: [bucket], objectKey: [{ prefix }] } },
    });
  }
}
