/**
 * What each POST of /beheer does, for the log of operators: by route, as it stands in the address. A route that is not in
 * this list is logged under its address; the test of all routes asks for its line.
 */
import type { FastifyRequest } from 'fastify';
import { formValue } from '../../ui/index.ts';

interface Regel {
  /** `null`: it changes nothing, and is not logged. */
  readonly soort: string | null;
  /** The parameter of the address that says to what. */
  readonly object?: string;
  /** The field of the form that says why. */
  readonly reden?: string;
  /** It shows something that is not shown otherwise, and answers with a page. */
  readonly toont?: true;
}

export const HANDELINGEN: Readonly<Record<string, Regel>> = {
  '/beheer/lopende-zaken/berichten/:id/opnieuw': { soort: 'Zaakbericht opnieuw aangeboden', object: 'id' },
  '/beheer/lopende-zaken/berichten/:id/overslaan': { soort: 'Zaakbericht overgeslagen', object: 'id', reden: 'reden' },
  '/beheer/lopende-zaken/berichten/:id/bsn': { soort: 'BSN bekeken', object: 'id', reden: 'waarom', toont: true },
  '/beheer/lopende-zaken/berichten/:id/intrekken': {
    soort: 'Intrekken van een status gevraagd',
    object: 'id',
    reden: 'reden-intrekken',
  },
  '/beheer/lopende-zaken/berichten/:id/verwijderen': {
    soort: 'Verwijderen van een zaak gevraagd',
    object: 'id',
    reden: 'reden-verwijderen',
  },
  '/beheer/lopende-zaken/zoeken': { soort: 'Persoon gezocht', reden: 'reden', toont: true },
  '/beheer/lopende-zaken/planning/:stroom': { soort: 'Planning gewijzigd', object: 'stroom', reden: 'reden' },
  '/beheer/lopende-zaken/planning/:stroom/nu': { soort: 'Nu verzenden', object: 'stroom' },
  '/beheer/lopende-zaken/planning/:stroom/pauze': { soort: 'Stroom gepauzeerd', object: 'stroom' },
  '/beheer/lopende-zaken/planning/:stroom/hervat': { soort: 'Stroom hervat', object: 'stroom' },
  '/beheer/lopende-zaken/statussen/:zaaktype': { soort: 'Statussen ingesteld', object: 'zaaktype', reden: 'reden' },
  '/beheer/lopende-zaken/inrichting/versies/:nr/terug': {
    soort: 'Inrichting teruggezet',
    object: 'nr',
    reden: 'reden',
  },
  '/beheer/lopende-zaken/inrichting/ontvangers': { soort: 'Ontvangers ingesteld', reden: 'reden' },
  '/beheer/lopende-zaken/inrichting/berichten': { soort: 'Berichten ingesteld', reden: 'reden' },
  '/beheer/lopende-zaken/inrichting/stromen/nieuw': { soort: 'Stroom gemaakt', reden: 'reden' },
  '/beheer/lopende-zaken/inrichting/stromen/:stroom': { soort: 'Stroom gewijzigd', object: 'stroom', reden: 'reden' },
  '/beheer/lopende-zaken/inrichting/stromen/:stroom/leeg': {
    soort: 'Stroom leeggemaakt',
    object: 'stroom',
    reden: 'reden',
  },
  '/beheer/lopende-zaken/inrichting/stromen/:stroom/eerder': { soort: 'Stroom eerder gezet', object: 'stroom' },
  '/beheer/lopende-zaken/inrichting/stromen/:stroom/later': { soort: 'Stroom later gezet', object: 'stroom' },
  // Old addresses: the browser does it again at the new one.
  '/beheer/zaakberichten': { soort: null },
  '/beheer/zaakberichten/*': { soort: null },
  '/beheer/notificaties/nieuw': { soort: 'Abonnement gemaakt' },
  '/beheer/notificaties/:id/wijzigen': { soort: 'Abonnement gewijzigd', object: 'id' },
  '/beheer/notificaties/:id/pauzeren': { soort: 'Abonnement gepauzeerd', object: 'id', reden: 'reden' },
  '/beheer/notificaties/:id/hervatten': { soort: 'Abonnement hervat', object: 'id' },
  '/beheer/notificaties/:id/herhalen': { soort: 'Notificaties opnieuw verzonden', object: 'id' },
  '/beheer/notificaties/:id/opzeggen': { soort: 'Abonnement opgezegd', object: 'id' },
  '/beheer/digikoppeling/laden/controleren': { soort: null },
  '/beheer/digikoppeling/laden': { soort: 'CPA geladen' },
  '/beheer/digikoppeling/:cpaId/ping': { soort: 'Ping gestuurd', object: 'cpaId' },
  '/beheer/digikoppeling/:cpaId/vervangen/:deel': { soort: 'CPA vervangen', object: 'cpaId' },
  '/beheer/digikoppeling/:cpaId/vervangingen/:deel/stoppen': { soort: 'Vervanging gestopt', object: 'cpaId' },
  '/beheer/lopende-zaken/aansluiten/stap/:deel': {
    soort: 'Aansluiten: stap afgevinkt of teruggehaald',
    object: 'deel',
  },
  '/beheer/lopende-zaken/aansluiten/gegevens': { soort: 'Aansluiten: gegevens gewijzigd' },
  '/beheer/lopende-zaken/aansluiten/contacten': { soort: 'Aansluiten: contactpersonen gewijzigd' },
  '/beheer/lopende-zaken/aansluiten/planning': { soort: 'Aansluiten: planning gewijzigd' },
  '/beheer/lopende-zaken/aansluiten/netwerk': { soort: 'Aansluiten: netwerkpad gewijzigd' },
  '/beheer/lopende-zaken/aansluiten/netwerk/weg': { soort: 'Aansluiten: netwerkpad gewijzigd' },
  '/beheer/lopende-zaken/aansluiten/netwerk/controle': { soort: 'Aansluiten: netwerk gecontroleerd' },
  '/beheer/lopende-zaken/aansluiten/kenmerken': { soort: 'Aansluiten: kenmerken ingelezen' },
  '/beheer/lopende-zaken/aansluiten/deelnemers': { soort: 'Aansluiten: deelnemer toegevoegd' },
  '/beheer/lopende-zaken/aansluiten/deelnemers/:deel/ingelogd': {
    soort: 'Aansluiten: deelnemer heeft ingelogd',
    object: 'deel',
  },
  '/beheer/lopende-zaken/aansluiten/deelnemers/:deel/weg': {
    soort: 'Aansluiten: deelnemer weggehaald',
    object: 'deel',
  },
  '/beheer/lopende-zaken/aansluiten/proef/:deel/begin': { soort: 'Aansluiten: proef begonnen', object: 'deel' },
  '/beheer/lopende-zaken/aansluiten/proef/:deel/afronden': { soort: 'Aansluiten: proef afgerond', object: 'deel' },
  '/beheer/lopende-zaken/aansluiten/proef/:deel/draai': { soort: 'Aansluiten: proef gedraaid', object: 'deel' },
  '/beheer/lopende-zaken/aansluiten/proef/:deel/oordeel': { soort: 'Aansluiten: proef beoordeeld', object: 'deel' },
  '/beheer/lopende-zaken/aansluiten/proef/:deel/:id': { soort: 'Aansluiten: scenario ingevuld', object: 'id' },
  '/beheer/lopende-zaken/aansluiten/proefrun/begin': { soort: 'Beperkte productierun begonnen' },
  '/beheer/lopende-zaken/aansluiten/proefrun/vraag': { soort: 'Vrijgave van productie gevraagd' },
  // Four eyes writes its own rows, in the transaction of what it does.
  '/beheer/akkoord/:id/geven': { soort: null },
  '/beheer/akkoord/:id/intrekken': { soort: null },
};

export interface Bedoeld {
  readonly soort: string;
  readonly object: string;
  readonly reden: string | null;
}

/** Does this POST answer with a page that shows what was asked? */
export function toontPagina({ routeOptions: { url } }: FastifyRequest): boolean {
  return url !== undefined && HANDELINGEN[url]?.toont === true;
}

/** What this POST is about to do; null when it changes nothing, or goes nowhere. */
export function bedoeldeHandeling(request: FastifyRequest): Bedoeld | null {
  const route = request.routeOptions.url;
  if (route === undefined || request.is404) return null;
  const { soort, object, reden } = HANDELINGEN[route] ?? { soort: `${request.method} ${route}` };
  if (soort === null) return null;
  const params = request.params as Readonly<Record<string, string | undefined>>;
  const deel = params['deel'] ?? '';
  const waarom = reden === undefined ? formValue(request, `${deel}-reden`) : formValue(request, reden);
  return { soort, object: object === undefined ? '' : (params[object] ?? ''), reden: waarom === '' ? null : waarom };
}
