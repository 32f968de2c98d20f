/** The form that sets faults, and what is set now in words. */
import { DOELEN, type Doel, type VeldFout, type Waarden } from '../storingen/formulier.ts';
import type { FoutRegel, StandRegel, StoringStand } from '../storingen/soorten.ts';
import { ACK_STANDEN, DIENST_STANDEN, ENDPOINT_STANDEN } from '../storingen/soorten.ts';

const NAMEN: Readonly<Record<string, string>> = {
  ok: 'Werkt gewoon',
  neer: 'Neer: antwoordt met 503',
  'weiger-verbinding': 'Weigert de verbinding',
  'half-open': 'Neemt aan, antwoordt nooit',
  traag: 'Traag',
  drip: 'Antwoordt druppel voor druppel',
  onzin: 'Antwoordt onzin',
  fout: 'Meldt netjes een storing',
  weglaten: 'Wordt niet verstuurd',
  vertragen: 'Komt later',
  dubbel: 'Komt twee keer',
  'voor-antwoord': 'Komt voor het HTTP-antwoord',
};

const STANDEN: Readonly<Record<Doel['naam'], readonly string[]>> = {
  ebms: ENDPOINT_STANDEN,
  ack: ACK_STANDEN,
  accounts: DIENST_STANDEN,
  brp: DIENST_STANDEN,
};

interface FormulierOpties {
  readonly waarden: Waarden;
  readonly fouten: readonly VeldFout[];
}

export function StoringFormulier({ waarden, fouten }: FormulierOpties) {
  const veld = (id: string): Pick<VeldOpties, 'id' | 'waarde' | 'fout'> => ({
    id,
    waarde: waarden[id] ?? '',
    fout: fouten.find((fout) => fout.veld === id)?.tekst,
  });
  return (
    <>
      <form method="post" action="/simulator/bestuur" noValidate>
        <p>Kies wat er mis moet gaan. Alle andere velden zijn niet verplicht.</p>
        {DOELEN.map(({ naam, titel }) => (
          <fieldset key={naam}>
            <legend>{titel}</legend>
            <div className="velden">
              <div className="veld">
                <label htmlFor={naam}>
                  Wat gebeurt er?<span className="verborgen"> ({titel})</span>
                </label>
                <select id={naam} name={naam} defaultValue={waarden[naam]}>
                  {STANDEN[naam].map((stand) => (
                    <option key={stand} value={stand}>
                      {NAMEN[stand]}
                    </option>
                  ))}
                </select>
              </div>
              <Veld {...veld(`${naam}Aantal`)} label="Hoe vaak" hulp="Leeg: steeds" numeric />
              <Veld
                {...veld(`${naam}Seconden`)}
                label="Wachttijd in seconden"
                hulp="Alleen bij traag of later"
                numeric
              />
            </div>
          </fieldset>
        ))}
        <fieldset>
          <legend>Foutbericht in plaats van verwerken</legend>
          <div className="velden">
            <Veld {...veld('foutCode')} label="Foutcode" hulp="Bijvoorbeeld StUF046. Leeg: geen foutbericht" />
            <Veld {...veld('foutZaak')} label="Zaaknummer" hulp="Leeg: elke zaak" />
            <Veld {...veld('foutAantal')} label="Hoe vaak" hulp="Leeg: steeds" numeric />
          </div>
        </fieldset>
        <button type="submit">Storingen instellen</button>
      </form>
      <form method="post" action="/simulator/bestuur">
        <input type="hidden" name="herstel" value="ja" />
        <button type="submit" className="tweede">
          Alles weer normaal
        </button>
      </form>
    </>
  );
}

interface VeldOpties {
  readonly id: string;
  readonly label: string;
  readonly hulp: string;
  readonly waarde: string;
  readonly fout: string | undefined;
  readonly numeric?: boolean;
}

function Veld({ id, label, hulp, waarde, fout, numeric = false }: VeldOpties) {
  const wrong = fout !== undefined;
  return (
    <div className="veld">
      <label htmlFor={id}>{label}</label>
      <span className="hulp" id={`${id}-hulp`}>
        {hulp}
      </span>
      {wrong && (
        <span className="veldfout" id={`${id}-fout`}>
          {fout}
        </span>
      )}
      <input
        id={id}
        name={id}
        defaultValue={waarde}
        autoComplete="off"
        inputMode={numeric ? 'decimal' : undefined}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${id}-hulp ${id}-fout` : `${id}-hulp`}
      />
    </div>
  );
}

/** One sentence for each fault that is set; empty when all is well. */
export function beschrijf(stand: StoringStand): string[] {
  const lines = DOELEN.flatMap(({ naam, titel }) =>
    stand[naam].map((regel) => `${titel}: ${(NAMEN[regel.stand] ?? regel.stand).toLowerCase()}${hoeVaak(regel)}.`),
  );
  if (stand.dropKans > 0) lines.push(`Verbinding breekt voor de verwerking, kans ${stand.dropKans}.`);
  if (stand.dropNaKans > 0) lines.push(`Verbinding breekt na de verwerking, kans ${stand.dropNaKans}.`);
  for (const regel of stand.fo03) {
    const zaak = regel.zaaknummer === undefined ? '' : ` voor zaak ${regel.zaaknummer}`;
    lines.push(`Foutbericht ${regel.code}${zaak}${hoeVaak(regel)}.`);
  }
  return lines;
}

function hoeVaak({ kans, aantal, ms }: Pick<StandRegel<string> & FoutRegel, 'kans' | 'aantal' | 'ms'>): string {
  const parts = [
    ms === undefined ? null : `na ${ms / 1000} seconden`,
    kans === undefined ? null : `kans ${kans}`,
    aantal === undefined ? null : `nog ${aantal} keer`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}
