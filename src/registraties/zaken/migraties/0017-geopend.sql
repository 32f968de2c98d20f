-- Open Zaak: when the latest status was set here, and when the one whom the zaak is about last looked at it.
alter table zaken.zaak add laatst_gemuteerd timestamptz, add laatst_geopend timestamptz;
