/**
 * The one error of this folder: an export or a set of options that cannot be read at all.
 *
 * The message is Dutch, says what to do, and is meant for the terminal of the functional administrator. What can be read but not
 * taken over is no error; it stands in the report.
 */
export class INavigatorFout extends Error {
  override readonly name = 'INavigatorFout';
}
