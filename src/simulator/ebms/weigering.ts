/**
 * A request that is refused at the door: HTTP 500 with a SOAP Fault, and nothing is kept (ebMS 2.0 appendix B.2.3).
 * For what cannot be read as an ebMS message, or belongs to an agreement that we do not know.
 */
export class Weigering extends Error {
  override readonly name = 'Weigering';
  readonly faultcode: 'Client' | 'MustUnderstand';

  constructor(message: string, faultcode: 'Client' | 'MustUnderstand' = 'Client') {
    super(message);
    this.faultcode = faultcode;
  }
}
