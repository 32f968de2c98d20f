/**
 * What happened since the start, in numbers. What must survive a restart stands in the ledger instead.
 */
export interface Tellers {
  /** Requests on the ebMS endpoint that were processed. */
  ontvangen: number;
  /** Refused with a SOAP Fault. */
  soapFaults: number;
  pings: number;
  statusVragen: number;
  /** Acknowledgments, errors and pongs that refer to nothing we sent. */
  onbekendeSignalen: number;
  /** Connections cut, held open or dripped on purpose, and 503s given on purpose. */
  storingen: number;
  acksVerstuurd: number;
  acksWeggelaten: number;
  messageErrorsVerstuurd: number;
  foutberichtenVerstuurd: number;
  /** Signals and foutberichten given up after all attempts, or because too many were waiting. */
  nietBezorgd: number;
  accountVragen: number;
  brpVragen: number;
}

export function createTellers(): Tellers {
  return {
    ontvangen: 0,
    soapFaults: 0,
    pings: 0,
    statusVragen: 0,
    onbekendeSignalen: 0,
    storingen: 0,
    acksVerstuurd: 0,
    acksWeggelaten: 0,
    messageErrorsVerstuurd: 0,
    foutberichtenVerstuurd: 0,
    nietBezorgd: 0,
    accountVragen: 0,
    brpVragen: 0,
  };
}
