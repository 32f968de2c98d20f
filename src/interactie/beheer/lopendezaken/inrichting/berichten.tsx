/** `/beheer/lopende-zaken/inrichting/berichten`: what stands in messages, what codes mean, and what an operator may take back. */
import { Alert, Checkboxes, Heading, Paragraph, SelectField, TextField } from '../../../ui/index.ts';
import type { Antwoord } from '../../antwoord.ts';
import type { Inrichting, NieuweInrichting } from '../../bron.ts';
import type { BeheerOptions } from '../../kader.tsx';
import { INRICHTING } from '../adres.ts';
import { type FormulierStand, formulierPagina, velden } from '../formulier.tsx';
import { BERICHTEN_VORM } from './overzicht.tsx';
import { PLAATSEN } from './woorden.ts';

/** What is ticked, by the name of the choice. */
const KEUZES = ['resultaatInStatus', 'alleenMetPublicatie'] as const;
const ACTIES = ['intrekken', 'verwijderen'] as const;

export interface Getypt {
  readonly verwijzing: string;
  readonly verwijzingPlaats: string;
  readonly codes: string;
  readonly keuzes: readonly string[];
  readonly acties: readonly string[];
}

function getyptVan(inrichting: Inrichting): Getypt {
  return {
    verwijzing: inrichting.verwijzing ?? '',
    verwijzingPlaats: inrichting.verwijzingPlaats,
    codes: inrichting.geenAccountCodes.join(', '),
    keuzes: KEUZES.filter((keuze) => inrichting[keuze]),
    acties: ACTIES.filter((actie) => inrichting.acties[actie]),
  };
}

export function leesBerichten(getypt: Getypt): (inrichting: Inrichting) => NieuweInrichting {
  const { verwijzing, verwijzingPlaats, codes, keuzes, acties } = getypt;
  const lijst = codes.split(/[,\n]/).map((code) => code.trim());
  return ({ versie: _versie, ...nu }) => ({
    ...nu,
    verwijzing: verwijzing === '' ? null : verwijzing,
    verwijzingPlaats: verwijzingPlaats === 'zaak-toelichting' ? verwijzingPlaats : 'status-toelichting',
    geenAccountCodes: [...new Set(lijst.filter((code) => code !== ''))],
    resultaatInStatus: keuzes.includes('resultaatInStatus'),
    alleenMetPublicatie: keuzes.includes('alleenMetPublicatie'),
    acties: { intrekken: acties.includes('intrekken'), verwijderen: acties.includes('verwijderen') },
  });
}

export const veldVan = (message: string): string => (/foutcode/.test(message) ? 'codes' : 'verwijzing');

export function berichten(options: BeheerOptions, inrichting: Inrichting, stand: FormulierStand<Getypt>): Antwoord {
  const getypt = stand.getypt ?? getyptVan(inrichting);
  const { keuzes, acties, ...tekst } = getypt;
  const field = velden(tekst, stand.fouten ?? []);
  return formulierPagina({
    options,
    inrichting,
    title: 'Berichten',
    current: INRICHTING,
    above: [{ label: 'Inrichting', href: INRICHTING }],
    lead: 'Wat staat er in een bericht, en wat mag een beheerder ermee doen?',
    action: BERICHTEN_VORM,
    terug: INRICHTING,
    stand,
    nuGeldt: 'Kijk bij Inrichting wat nu geldt.',
    children: (
      <>
        <TextField
          {...field('verwijzing', 'Verwijzing naar de zaak op uw eigen site (niet verplicht)')}
          hint="Een webadres met {uuid} of {zaaknummer}. Bij een zaaktype kunt u een ander adres kiezen."
        />
        <SelectField
          {...field('verwijzingPlaats', 'Waar staat de verwijzing?')}
          first={{ value: 'status-toelichting', label: PLAATSEN['status-toelichting'] }}
          options={[{ value: 'zaak-toelichting', label: PLAATSEN['zaak-toelichting'] }]}
        />
        <Checkboxes
          id="keuzes"
          label="Wat wilt u nog meer?"
          boxes={[
            {
              value: 'resultaatInStatus',
              label:
                'Zet het resultaat van de zaak voor de tekst van de laatste status. MijnOverheid toont het zelf niet.',
              checked: keuzes.includes('resultaatInStatus'),
            },
            {
              value: 'alleenMetPublicatie',
              label: 'Vertel alleen over zaaktypen die in de catalogus voor publicatie zijn.',
              checked: keuzes.includes('alleenMetPublicatie'),
            },
          ]}
        />
        <TextField
          {...field('codes', 'Foutcodes waarmee MijnOverheid zegt: deze persoon heeft geen account (niet verplicht)')}
          hint="Met komma’s ertussen. Een bericht dat zo terugkomt, wordt niet opnieuw verzonden."
        />
        <Heading level={2}>Terugnemen wat is verteld</Heading>
        <Alert kind="warning" title="Vraag dit eerst aan Logius" level={3}>
          <Paragraph>
            Het is niet bekend of MijnOverheid deze berichten verwerkt. Zet dit pas aan als Logius het heeft bevestigd.
            Voor elk bericht vraagt de ene beheerder het, en geeft een andere akkoord.
          </Paragraph>
        </Alert>
        <Checkboxes
          id="acties"
          label="Wat mogen beheerders samen doen?"
          boxes={[
            {
              value: 'intrekken',
              label: 'Een status intrekken die een vergissing was',
              checked: acties.includes('intrekken'),
            },
            {
              value: 'verwijderen',
              label:
                'Een zaak laten verwijderen bij MijnOverheid, bijvoorbeeld na een bericht aan de verkeerde persoon',
              checked: acties.includes('verwijderen'),
            },
          ]}
        />
      </>
    ),
  });
}
