/** The form that sets faults, and what is set now in words. */
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
  weglaten: 'Wordt niet verstuurd',
  vertragen: 'Komt later',
  dubbel: 'Komt twee keer',
  'voor-antwoord': 'Komt voor het HTTP-antwoord',
};

interface Doel {
  readonly naam: 'ebms' | 'ack' | 'accounts' | 'brp';
  readonly titel: string;
  readonly vraag: string;
  readonly standen: readonly string[];
}

const DOELEN: readonly Doel[] = [
  { naam: 'ebms', titel: 'Ontvangst van zaakberichten', vraag: 'Ontvangst', standen: ENDPOINT_STANDEN },
  { naam: 'ack', titel: 'Ontvangstbevestiging', vraag: 'Bevestiging', standen: ACK_STANDEN },
  { naam: 'accounts', titel: 'Accountcontrole', vraag: 'Accountcontrole', standen: DIENST_STANDEN },
  { naam: 'brp', titel: 'BRP-controle', vraag: 'BRP-controle', standen: DIENST_STANDEN },
];

export function StoringFormulier({ stand }: { readonly stand: StoringStand }) {
  const [fout] = stand.fo03;
  return (
    <>
      <form method="post" action="/simulator/bestuur" noValidate>
        <p>
          Vul in wat er mis moet gaan. Leeg bij “Hoe vaak” betekent: steeds. Leeg bij “Wachttijd”: een gewone wachttijd.
        </p>
        {DOELEN.map((doel) => (
          <DoelVelden key={doel.naam} doel={doel} regel={stand[doel.naam][0]} />
        ))}
        <fieldset>
          <legend>Foutbericht in plaats van verwerken</legend>
          <div className="velden">
            <Veld
              id="foutCode"
              label="Foutcode (niet verplicht)"
              hulp="Bijvoorbeeld StUF046 of StUF058"
              value={fout?.code}
            />
            <Veld id="foutZaak" label="Zaaknummer" hulp="Leeg: elke zaak" value={fout?.zaaknummer} />
            <Veld id="foutAantal" label="Hoe vaak" hulp="Leeg: steeds" value={fout?.aantal} numeric />
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

function DoelVelden({ doel, regel }: { readonly doel: Doel; readonly regel: StandRegel<string> | undefined }) {
  const { naam, titel, vraag, standen } = doel;
  return (
    <fieldset>
      <legend>{titel}</legend>
      <div className="velden">
        <div className="veld">
          <label htmlFor={naam}>{vraag}</label>
          <select id={naam} name={naam} defaultValue={regel?.stand ?? 'ok'}>
            {standen.map((stand) => (
              <option key={stand} value={stand}>
                {NAMEN[stand]}
              </option>
            ))}
          </select>
        </div>
        <Veld id={`${naam}Aantal`} label="Hoe vaak" value={regel?.aantal} numeric />
        <Veld
          id={`${naam}Seconden`}
          label="Wachttijd in seconden"
          value={regel?.ms === undefined ? undefined : regel.ms / 1000}
          numeric
        />
      </div>
    </fieldset>
  );
}

interface VeldOpties {
  readonly id: string;
  readonly label: string;
  readonly hulp?: string;
  readonly value: string | number | undefined;
  readonly numeric?: boolean;
}

function Veld({ id, label, hulp, value, numeric = false }: VeldOpties) {
  return (
    <div className="veld">
      <label htmlFor={id}>{label}</label>
      {hulp !== undefined && (
        <span className="hulp" id={`${id}-hulp`}>
          {hulp}
        </span>
      )}
      <input
        id={id}
        name={id}
        defaultValue={value}
        autoComplete="off"
        inputMode={numeric ? 'decimal' : undefined}
        aria-describedby={hulp === undefined ? undefined : `${id}-hulp`}
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
