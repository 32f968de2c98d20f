/**
 * The ledger: every message that was accepted, once, in order of arrival, and all that follows from it.
 *
 * Guarantees: `boek` changes memory and queues the line for the file in one synchronous step, so two copies of a message that
 * arrive together can never both be new; `bewaard()` tells when it is safe to answer. Played back from its file it ends in the
 * same state.
 */
import { bewaar, bewaarOfNull } from '../basis/bewaar.ts';
import { hex, type Toeval } from '../basis/toeval.ts';
import { createPersonen, type Personen } from '../personen/personen.ts';
import { createDossiers, type Dossiers } from './dossiers.ts';
import type { BerichtFeit, Feit, KopFeit, StatusBeeld, StufPartij } from './feiten.ts';
import { geenJournaal, type Journaal, JournaalFout, openJournaal } from './journaal.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Regel } from './regel.ts';
import { createZenders, type Zenders } from './zenders.ts';

export interface Grootboek {
  /** Stands in the ids that this ledger hands out. */
  readonly naam: string;
  readonly regels: readonly Regel[];
  readonly personen: Personen;
  readonly dossiers: Dossiers;
  readonly mailbox: Mailbox;
  readonly zenders: Zenders;
  metMessageId(messageId: string): Regel | undefined;
  /** The number that the next message gets. */
  volgendNr(): number;
  /** Records a fact. @throws JournaalFout when the file can no longer be written */
  boek(feit: Exclude<Feit, KopFeit | BerichtFeit>): void;
  /** Records a message and gives its line. */
  boekBericht(feit: BerichtFeit): Regel;
  /** Resolves when everything recorded so far is in the file. */
  bewaard(): Promise<void>;
  sluit(): Promise<void>;
}

export interface GrootboekOpties {
  readonly bestand: string | undefined;
  readonly personen: 'demo' | 'alle';
  readonly random: Toeval;
}

/** @throws JournaalFout for a file that is damaged, or made by another version */
export function openGrootboek({ bestand, personen: keuze, random }: GrootboekOpties): Grootboek {
  const regels: Regel[] = [];
  const byMessageId = new Map<string, Regel>();
  const zenders = createZenders();
  const dossiers = createDossiers();
  const mailbox = createMailbox();
  /** Set by the first line. */
  const begin: { naam?: string; personen?: Personen } = {};

  function start(feit: KopFeit): void {
    if (feit.versie !== 1) {
      throw new JournaalFout(`Het grootboek ${bestand} is van een andere versie. Haal het weg om leeg te beginnen.`);
    }
    begin.naam = feit.boek;
    begin.personen = createPersonen(keuze, feit.sleutel);
  }

  function people(): Personen {
    if (begin.personen !== undefined) return begin.personen;
    throw new JournaalFout(`Het grootboek ${bestand} mist zijn eerste regel. Haal het weg om leeg te beginnen.`);
  }

  function take(feit: BerichtFeit): Regel {
    const regel = keep(feit);
    regels.push(regel);
    byMessageId.set(regel.messageId, regel);
    return regel;
  }

  /** The line for memory; a status that is shown goes to the citizen's dossier on the way. */
  function keep(feit: BerichtFeit): Regel {
    const { persoon, zaak, status } = feit;
    const zender = feit.zender === null ? null : zenders.onthoud(feit, feit.zender);
    const shown = feit.uitkomst === 'toegepast' && zender !== null ? show(feit, zender.partij) : null;
    const regel: Regel = {
      nr: feit.nr,
      ontvangenOp: feit.ontvangenOp,
      messageId: bewaar(feit.messageId),
      conversationId: feit.conversationId === feit.messageId ? null : bewaar(feit.conversationId),
      sha256: feit.sha256,
      inhoudSha256: feit.inhoudSha256,
      zender: zender?.partij ?? null,
      referentienummer: bewaarOfNull(feit.referentienummer),
      tijdstipBericht: bewaarOfNull(feit.tijdstipBericht),
      persoon: bewaarOfNull(persoon),
      zaaknummer: zaak === null ? null : bewaar(zaak.identificatie),
      mutatie: feit.mutatie ?? 'status',
      status: shown ?? (status === null ? null : structuredClone(status)),
      uitkomst: feit.uitkomst,
      stufFout: feit.stufFout,
      ebmsFout: feit.ebmsFout,
      dubbel: 0,
      afwijkend: 0,
      bevestigd: false,
    };
    zender?.neemOp(regel);
    return regel;
  }

  /** Gives the status as the dossiers keep it. A status is announced by e-mail, what is taken back is not. */
  function show(
    { persoon, zaak, status, mutatie = 'status', rol = null }: BerichtFeit,
    zender: StufPartij,
  ): StatusBeeld | null {
    if (zaak === null) return null;
    let shown: StatusBeeld | null = null;
    const wie = persoon === null ? dossiers.houders(zender.organisatie, zaak.identificatie) : [persoon];
    for (const een of wie) {
      if (mutatie === 'verwijdering') dossiers.verwijder(een, zender.organisatie, zaak.identificatie);
      else if (status === null) continue;
      else if (mutatie === 'intrekking') dossiers.trekIn(een, zender.organisatie, zaak, status);
      else {
        shown = dossiers.pasToe(een, zender, zaak, status, rol);
        if (people().metId(een)?.email) mailbox.meld(een, zaak.identificatie);
      }
    }
    return shown;
  }

  function change(nr: number, how: (regel: Regel) => void): void {
    const regel = regels[nr - 1];
    if (regel !== undefined) how(regel);
  }

  function apply(feit: Feit): void {
    switch (feit.soort) {
      case 'kop':
        start(feit);
        break;
      case 'bericht':
        take(feit);
        break;
      case 'dubbel':
        change(feit.nr, (regel) => {
          regel.dubbel += 1;
        });
        break;
      case 'afwijkend':
        change(feit.nr, (regel) => {
          regel.afwijkend += 1;
        });
        break;
      case 'bevestigd':
        change(feit.nr, (regel) => {
          regel.bevestigd = true;
        });
        break;
      case 'post':
        mailbox.verstuurd(feit);
        break;
      case 'account':
        people().zetAccount(feit.persoon, feit.account);
    }
  }

  const journaal: Journaal = bestand === undefined ? geenJournaal : openJournaal(bestand, apply);
  if (begin.naam === undefined) {
    const fresh: KopFeit = { soort: 'kop', versie: 1, boek: hex(random, 8), sleutel: hex(random, 32) };
    apply(fresh);
    journaal.schrijf(fresh);
  }

  return {
    naam: begin.naam ?? '',
    regels,
    personen: people(),
    dossiers,
    mailbox,
    zenders,
    metMessageId: (messageId) => byMessageId.get(messageId),
    volgendNr: () => regels.length + 1,
    boek(feit) {
      journaal.schrijf(feit);
      apply(feit);
    },
    boekBericht(feit) {
      journaal.schrijf(feit);
      return take(feit);
    },
    bewaard: () => journaal.gereed(),
    sluit: () => journaal.sluit(),
  };
}
