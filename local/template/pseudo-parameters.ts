import { place } from './names.ts';

/** `AWS::NoValue` removes the property or item that it stands for. */
export const noValue = Symbol('AWS::NoValue');

/** What `Ref` gives for CloudFormation's own names; undefined for any other. */
export function pseudoParameter(stackName: string, name: string): unknown {
  const { account, partition, region, urlSuffix } = place;
  switch (name) {
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return account;
    case 'AWS::Partition':
      return partition;
    case 'AWS::URLSuffix':
      return urlSuffix;
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/local`;
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::NoValue':
      return noValue;
    default:
      return undefined;
  }
}
