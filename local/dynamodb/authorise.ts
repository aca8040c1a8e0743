/** What the holder of an access key may do; `principal` is the ARN that an error message names. */
type Decision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly principal: string; readonly explicit: boolean }
  | { readonly kind: 'unknown-key' };

/** `action` is `dynamodb:PutItem` and the like; `context` is what a policy's conditions may ask about. */
export type Authorise = (
  accessKeyId: string,
  action: string,
  resourceArn: string,
  context: { readonly leadingKeys?: readonly string[] },
) => Decision;
