/** How accounts are checked, from the settings together. */
import { DEMO_OIN } from './demoverbinding.ts';
import type { Instelling } from './instellingen.ts';
import type { TlsClient } from './platform/tls/index.ts';
import { type AccountDienst, vulProfielAan } from './proces/lopendezaken/index.ts';

type Keuze = Pick<Instelling, 'accountDienst' | 'accountUrl' | 'mode' | 'wusProfiel' | 'oin' | 'cpa'>;

/** What was chosen; without a choice the address decides, and in the demo without one the simulator. */
function gekozen({ accountDienst, accountUrl, mode }: Keuze): 'geen' | 'http' | 'wus' | 'simulator' {
  return accountDienst ?? (accountUrl === null && mode === 'demo' ? 'simulator' : 'http');
}

/** `simulator`: where the simulator is; used in the demo only. */
export function accountDienst(s: Keuze, tls: TlsClient, simulator: string): AccountDienst {
  const soort = gekozen(s);
  switch (soort) {
    case 'geen':
      return { soort };
    case 'wus':
      return { soort, tls, url: s.accountUrl ?? `${simulator}/simulator/accounts/wus`, profiel: profielVan(s)! };
    case 'http':
    case 'simulator':
      return { soort: 'http', url: (soort === 'http' && s.accountUrl) || `${simulator}/simulator/accounts/controle` };
  }
}

function profielVan({ wusProfiel, oin, mode }: Keuze) {
  const eigen = wusProfiel ?? {};
  return vulProfielAan(mode === 'demo' ? { berichtTypeCode: 'DEMO', ...eigen } : eigen, oin ?? DEMO_OIN);
}

export function foutenInAccountDienst(s: Keuze): readonly string[] {
  const soort = gekozen(s);
  const faults: string[] = [];
  if (s.mode === 'demo') return faults;
  if (soort === 'simulator') faults.push('LZ_ACCOUNT_DIENST: `simulator` kan alleen in de demo.');
  if (soort === 'wus' && profielVan(s) === null)
    faults.push(
      'LZ_WUS_PROFIEL: verplicht bij LZ_ACCOUNT_DIENST=wus, met daarin berichtTypeCode zoals Logius die gaf.',
    );
  if ((soort === 'http' || soort === 'wus') && s.cpa !== null && s.accountUrl === null)
    faults.push(
      'LZ_ACCOUNT_URL: verplicht als LZ_CPA is gezet. Wilt u geen controle vooraf, zet dan LZ_ACCOUNT_DIENST=geen.',
    );
  return faults;
}
