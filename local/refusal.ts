/**
 * A reason not to start that the person at the keyboard can act on: one line that says what to do.
 * It is printed without a stack trace; anything else that is thrown is a bug and keeps its stack.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
