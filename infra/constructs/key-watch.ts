import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { destructiveActions } from './key-policy.ts';
import { runbookLink } from './runbook.ts';

/** Beside destruction: a new policy can take away what forbids it, and who cancels a deletion has seen one. */
const alsoTold = ['PutKeyPolicy', 'CancelKeyDeletion', 'DisableKeyRotation'];

/** Tells the operators at once when somebody lays hands on a key. CloudTrail must record management events. */
export class KeyWatch extends Construct {
  constructor(scope: Construct, id: string, keys: readonly { readonly key: IKey }[], topic: ITopic) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description:
        'Tells the operators when a key of the register is about to be lost, or its policy changes.',
      eventPattern: {
        source: ['aws.kms'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventName: [...destructiveActions.map((action) => action.replace('kms:', '')), ...alsoTold],
          resources: { ARN: keys.map(({ key }) => key.keyArn) },
        },
      },
      // The library's own target would let rules of any account publish.
      targets: [{ bind: () => ({ arn: topic.topicArn, input: message() }) }],
    });
  }
}

function message(): RuleTargetInput {
  const field = (path: string) => EventField.fromPath(`$.detail.${path}`);
  return RuleTargetInput.fromText(
    `${field('eventName')} on ${field('requestParameters.keyId')}, a key of the register, by ${field('userIdentity.arn')}. ` +
      `Refused, if a reason follows: ${field('errorCode')}. See ${runbookLink('keys')}`,
  );
}
