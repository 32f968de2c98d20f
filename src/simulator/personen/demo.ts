/**
 * The fictional people of the simulator. Their BSNs lie in the range 9999 9xxxx that is set apart for testing and pass the
 * 11-proef; nobody has these numbers.
 */

export interface DemoPersoon {
  /** Stands in links instead of the BSN. */
  readonly id: string;
  readonly bsn: string;
  readonly naam: string;
  /** What there is to see with this person, in one line. */
  readonly toelichting: string;
  readonly inBrp: boolean;
  readonly account: AccountStand;
  /** Where the mock mailbox sends its mail, or null: then no mail goes out. */
  readonly email: string | null;
}

export interface AccountStand {
  readonly status: 'actief' | 'geen';
  /** ISO 8601 instant since which the account receives zaakberichten, null when there is none. */
  readonly geactiveerdOp: string | null;
}

const GEEN: AccountStand = { status: 'geen', geactiveerdOp: null };

const actiefSinds = (geactiveerdOp: string): AccountStand => ({ status: 'actief', geactiveerdOp });

export const demoPersonen: readonly DemoPersoon[] = Object.freeze([
  {
    id: 'p-7k2m',
    bsn: '999993653',
    naam: 'Noor Proefpersoon',
    toelichting: 'De gewone gang van zaken, met e-mail.',
    inBrp: true,
    account: actiefSinds('2019-03-04T08:00:00.000Z'),
    email: 'noor@proefpersoon.example',
  },
  {
    id: 'p-3xq9',
    bsn: '999990019',
    naam: 'Daan Voorbeeld',
    toelichting: 'Gaf geen e-mailadres op.',
    inBrp: true,
    account: actiefSinds('2021-09-15T08:00:00.000Z'),
    email: null,
  },
  {
    id: 'p-b5wd',
    bsn: '999990135',
    naam: 'Zoë Ünïek-Spéciaal van den Voorbeeldenbergh tot Demostraat',
    toelichting: 'Heeft een lange naam met bijzondere letters.',
    inBrp: true,
    account: actiefSinds('2020-01-20T08:00:00.000Z'),
    email: 'zoe@voorbeeldenbergh.example',
  },
  {
    id: 'p-n8fr',
    bsn: '999990202',
    naam: 'Sem Verzonnen',
    toelichting: 'Begint zonder account: van deze burger komt hier niets aan.',
    inBrp: true,
    account: GEEN,
    email: null,
  },
  {
    id: 'p-e4hc',
    bsn: '999990275',
    naam: 'Lotte Fictief',
    toelichting: 'Begint zonder account. Zet het hier aan: oude statussen komen niet alsnog.',
    inBrp: true,
    account: GEEN,
    email: 'lotte@fictief.example',
  },
  {
    id: 'p-v6tj',
    bsn: '999990342',
    naam: 'Milan Demoman',
    toelichting: 'Kreeg pas kort geleden een account: statussen van daarvoor komen niet.',
    inBrp: true,
    account: actiefSinds('2026-11-02T11:00:00.000Z'),
    email: 'milan@demoman.example',
  },
  {
    id: 'p-9gzs',
    bsn: '999990408',
    naam: 'Onbekend Testnummer',
    toelichting: 'Dit BSN staat niet in de BRP.',
    inBrp: false,
    account: GEEN,
    email: null,
  },
  {
    id: 'p-u2yp',
    bsn: '999990445',
    naam: 'Opa Testman',
    toelichting: 'Dit BSN staat niet in de BRP, al is er wel een account.',
    inBrp: false,
    account: actiefSinds('2016-05-10T08:00:00.000Z'),
    email: null,
  },
]);
