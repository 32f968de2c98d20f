/** Who is warned of trouble, and how: what only settings together can get wrong. */
import type { Instelling } from './instellingen.ts';
import { allowedBy } from './platform/net/index.ts';

type Keuze = Pick<Instelling, 'alarmWebhook' | 'alarmSleutel' | 'alarmMail' | 'smtp' | 'mailVan' | 'uitgaand'>;

export function foutenInAlarm({
  alarmWebhook,
  alarmSleutel,
  alarmMail,
  smtp,
  mailVan,
  uitgaand,
}: Keuze): readonly string[] {
  const faults: string[] = [];
  if (alarmWebhook !== null && alarmSleutel === null)
    faults.push('ALARM_WEBHOOK_SLEUTEL: verplicht bij ALARM_WEBHOOK. Maak er een met: openssl rand -base64 48');
  if (alarmWebhook !== null && allowedBy(alarmWebhook, uitgaand) === null)
    faults.push(
      `ALARM_WEBHOOK: zet ${new URL(alarmWebhook).origin} ook in OUTBOUND_ALLOW; anders mag Zaakbode er niet heen.`,
    );
  if (alarmMail !== null && smtp === null) faults.push('SMTP_URL: verplicht bij ALARM_MAIL.');
  if (alarmMail !== null && mailVan === null)
    faults.push('MAIL_VAN: verplicht bij ALARM_MAIL, zoals zaakbode@gemeente.nl.');
  return faults;
}
