/** An error answer in DynamoDB's JSON 1.0 protocol. */
export interface Failure {
  readonly status: number;
  /** The full `__type`, from which an SDK takes the error's name. */
  readonly type: string;
  readonly message: string;
  readonly reasons?: readonly CancellationReason[];
}

export interface CancellationReason {
  readonly Code: 'None' | 'TransactionConflict' | 'ThrottlingError';
  readonly Message?: string;
}

const coral = 'com.amazon.coral.service';
const dynamodb = 'com.amazonaws.dynamodb.v20120810';
const ongoing = 'Transaction is ongoing for the item';
/** The message for tables paid by request, as the register's are. */
const throttled =
  'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or ' +
  'index so please try again shortly. If exceptions persist, check if you have a hot key: ' +
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html';
const messages = { TransactionConflict: ongoing, ThrottlingError: throttled } as const;

export const failures = {
  serialization: (): Failure => ({ status: 400, type: `${coral}#SerializationException`, message: '' }),
  validation: (message: string): Failure => ({
    status: 400,
    type: 'com.amazon.coral.validate#ValidationException',
    message,
  }),
  unknownOperation: (): Failure => ({ status: 400, type: `${coral}#UnknownOperationException`, message: '' }),
  missingToken: (): Failure => ({
    status: 400,
    type: `${coral}#MissingAuthenticationTokenException`,
    message: 'Request is missing Authentication Token',
  }),
  unknownKey: (): Failure => ({
    status: 400,
    type: `${coral}#UnrecognizedClientException`,
    message: 'The security token included in the request is invalid.',
  }),
  tooLarge: (): Failure => ({
    status: 413,
    type: `${coral}#RequestEntityTooLargeException`,
    message: 'Request body is larger than 16 MB',
  }),
  accessDenied: (principal: string, action: string, resource: string, explicit: boolean): Failure => ({
    status: 400,
    type: `${coral}#AccessDeniedException`,
    message:
      `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ` +
      (explicit
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`),
  }),
  partiql: (): Failure => ({
    status: 400,
    type: `${coral}#AccessDeniedException`,
    message:
      'PartiQL is not offered by the local cloud: its statements escape the check of roles and conflicts.',
  }),
  conflict: (): Failure => ({
    status: 400,
    type: `${dynamodb}#TransactionConflictException`,
    message: ongoing,
  }),
  inProgress: (): Failure => ({
    status: 400,
    type: `${dynamodb}#TransactionInProgressException`,
    message: 'The transaction with the given request token is already in progress.',
  }),
  throttled: (): Failure => ({
    status: 400,
    type: 'com.amazon.coral.availability#ThrottlingException',
    message: throttled,
  }),
  /** `at` holds the positions, of `count` items, that met another transaction or write, or had no capacity. */
  cancelled: (
    count: number,
    at: ReadonlySet<number>,
    code: keyof typeof messages = 'TransactionConflict',
  ): Failure => {
    const reasons = Array.from(
      { length: count },
      (_, position): CancellationReason =>
        at.has(position) ? { Code: code, Message: messages[code] } : { Code: 'None' },
    );
    const codes = reasons.map((reason) => reason.Code).join(', ');
    return {
      status: 400,
      type: `${dynamodb}#TransactionCanceledException`,
      message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      reasons,
    };
  },
  internal: (): Failure => ({
    status: 500,
    type: `${dynamodb}#InternalServerError`,
    message: 'The request processing has failed because of an unknown error, exception or failure.',
  }),
} as const;

/** The body of a failure as the service writes it. */
export function failureBody(failure: Failure): string {
  return JSON.stringify({
    __type: failure.type,
    ...(failure.reasons && { CancellationReasons: failure.reasons }),
    // The SDKs read either spelling; the service writes "Message" in its own errors and "message" in coral's.
    ...(failure.type.startsWith(dynamodb) ? { Message: failure.message } : { message: failure.message }),
  });
}
