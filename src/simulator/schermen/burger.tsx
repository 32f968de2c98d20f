/** What a citizen sees under "Lopende Zaken": his zaken, open and closed, each with the history of its status. */
import { toIsoLocal, toReadable } from '../basis/tijd.ts';
import type { Zaak } from '../boek/dossiers.ts';
import type { StatusBeeld } from '../boek/feiten.ts';
import type { Persoon } from '../personen/personen.ts';
import { aantal, Feiten, Pagina, toHtml } from './kader.tsx';
import { zoekVerwijzing } from './verwijzing.ts';

export interface BurgerOpties {
  readonly stijl: string;
  readonly persoonId: string;
  /** Null for someone who is not one of the fictional people. */
  readonly persoon: Persoon | null;
  readonly zaken: readonly Zaak[];
  /** From 1. */
  readonly pagina: number;
}

/** Zaken on one page. */
export const PER_PAGINA = 20;

export function burgerPagina({ stijl, persoonId, persoon, zaken, pagina }: BurgerOpties): string {
  const pad = `/simulator/burger/${persoonId}`;
  const shown = zaken.slice((pagina - 1) * PER_PAGINA, pagina * PER_PAGINA);
  const open = shown.filter((zaak) => zaak.beeld.einddatum === null);
  const closed = shown.filter((zaak) => zaak.beeld.einddatum !== null);
  const naam = persoon?.naam ?? 'een burger uit de belastingtest';
  return toHtml(
    <Pagina titel={`Lopende Zaken van ${naam}`} pad={pad} stijl={stijl}>
      <h1>Lopende Zaken</h1>
      <p>
        U ziet wat <strong>{naam}</strong> ziet. Gemeenten laten hier weten hoe het gaat met een aanvraag of melding.
      </p>
      {persoon !== null && persoon.account.status === 'geen' && (
        <div className="melding">
          <p>
            Deze persoon heeft nu geen account. Nieuwe berichten komen hier niet aan, ook niet als er later wel een
            account komt.
          </p>
        </div>
      )}
      {zaken.length === 0 && (
        <p>Er zijn nog geen zaken. Een zaak komt hier te staan als een gemeente er een bericht over stuurt.</p>
      )}
      <Groep titel="Lopend" leeg="U hebt nu geen lopende zaken." zaken={open} toon={zaken.length > 0} />
      <Groep titel="Afgehandeld" leeg={null} zaken={closed} toon={closed.length > 0} />
      <Bladeren pad={pad} pagina={pagina} totaal={zaken.length} />
    </Pagina>,
  );
}

interface GroepOpties {
  readonly titel: string;
  readonly leeg: string | null;
  readonly zaken: readonly Zaak[];
  readonly toon: boolean;
}

function Groep({ titel, leeg, zaken, toon }: GroepOpties) {
  if (!toon) return null;
  return (
    <section>
      <h2>
        {titel} ({zaken.length})
      </h2>
      {zaken.length === 0 ? (
        <p>{leeg}</p>
      ) : (
        <ul className="kaarten">
          {zaken.map((zaak) => (
            <li className="kaart" key={`${zaak.organisatie} ${zaak.beeld.identificatie}`}>
              <ZaakKaart zaak={zaak} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ZaakKaart({ zaak }: { readonly zaak: Zaak }) {
  const { beeld, naam, statussen } = zaak;
  const laatste = statussen.at(-1);
  const vanZaak = zoekVerwijzing(beeld.toelichting);
  const link = linkVan(statussen) ?? vanZaak.link;
  return (
    <article>
      <h3>{beeld.omschrijving}</h3>
      <ul className="vlaggen">
        {laatste !== undefined && <li className="vlag">{laatste.omschrijving}</li>}
        {beeld.einddatum !== null && <li className="vlag goed">Afgehandeld</li>}
      </ul>
      {vanZaak.tekst !== null && <p>{vanZaak.tekst}</p>}
      {laatste === undefined && (
        <p>De gemeente heeft de status van deze zaak ingetrokken. Er is nu geen andere status bekend.</p>
      )}
      <Feiten
        feiten={[
          ['Organisatie', naam],
          ['Zaaknummer', beeld.identificatie],
          ...(beeld.zaaktype === null ? [] : [['Soort zaak', beeld.zaaktype] as const]),
          ...(zaak.rol === null || zaak.rol === 'Initiator' ? [] : [['Uw rol', zaak.rol] as const]),
          ...datum('Begonnen op', beeld.startdatum),
          ...(beeld.einddatum === null ? datum('Uiterlijk klaar op', beeld.uiterlijkeEinddatum) : []),
          ...datum('Afgehandeld op', beeld.einddatum),
        ]}
      />
      {laatste !== undefined && (
        <details open={statussen.length <= 6}>
          <summary>{aantal(statussen.length, 'status', 'statussen')} van deze zaak</summary>
          <ol className="stappen">
            {statussen.map((status) => (
              <Stap key={status.datumStatusGezet} status={status} huidig={status === laatste} />
            ))}
          </ol>
        </details>
      )}
      {link !== null && (
        <p>
          <a href={link} rel="noreferrer">
            Bekijk de zaak {beeld.identificatie} bij {naam}
          </a>
        </p>
      )}
    </article>
  );
}

function Stap({ status, huidig }: { readonly status: StatusBeeld; readonly huidig: boolean }) {
  const { tekst } = zoekVerwijzing(status.toelichting);
  return (
    <li aria-current={huidig ? 'step' : undefined}>
      <p>
        {status.omschrijving}
        {huidig && <span className="verborgen"> (dit is de status nu)</span>}
      </p>
      {tekst !== null && <p>{tekst}</p>}
      <p className="zacht">
        <time dateTime={toIsoLocal(status.datumStatusGezet)}>{toReadable(status.datumStatusGezet)}</time>
      </p>
    </li>
  );
}

/** The latest reference that a status carried. */
function linkVan(statussen: readonly StatusBeeld[]): string | null {
  return statussen.reduce<string | null>((link, status) => zoekVerwijzing(status.toelichting).link ?? link, null);
}

function datum(naam: string, digits: string | null) {
  if (digits === null) return [];
  return [
    [
      naam,
      <time key={naam} dateTime={toIsoLocal(digits)}>
        {toReadable(digits)}
      </time>,
    ] as const,
  ];
}

function Bladeren({ pad, pagina, totaal }: { readonly pad: string; readonly pagina: number; readonly totaal: number }) {
  const last = Math.max(1, Math.ceil(totaal / PER_PAGINA));
  if (last === 1) return null;
  return (
    <nav className="bladeren" aria-label="Meer zaken">
      {pagina > 1 && <a href={`${pad}?pagina=${pagina - 1}`}>Vorige {PER_PAGINA} zaken</a>}
      <span>
        Pagina {pagina} van {last}
      </span>
      {pagina < last && <a href={`${pad}?pagina=${pagina + 1}`}>Volgende zaken</a>}
    </nav>
  );
}
