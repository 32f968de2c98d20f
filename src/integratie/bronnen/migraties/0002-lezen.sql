-- Why statussen of this register could not be read the last time; null when they could.
alter table bronnen.register add column lees_fout text, add column lees_fout_sinds timestamptz;
