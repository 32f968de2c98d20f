/**
 * What can be wrong with a register of another. Never to be taken for "that status is gone": who gets one of these waits
 * and tries again (L8, RS-F37). The texts are for the operator.
 */
export class RegisterFout extends Error {
  override readonly name = 'RegisterFout';
  /** HTTP status of their answer; 0 when the question left and no whole answer came; null when it is about something else. */
  readonly status: number | null;

  constructor(register: string, wat: string, status: number | null = null) {
    super(`Register ${register} ${wat}`);
    this.status = status;
  }
}
