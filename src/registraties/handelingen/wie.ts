/** Who does something: a person who is logged in, or a command of who runs this machine. */
export interface Wie {
  /** As the login service knows the person; empty for who is not a person. */
  readonly subject: string;
  readonly naam: string;
  readonly rol: string;
  /** `traceparent` or trace id of the request. */
  readonly trace: string | null;
}
