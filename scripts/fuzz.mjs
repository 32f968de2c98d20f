// The long run: `npm run fuzz` reads 200,000 inputs, `npm run fuzz -- 1000000 stuf` a million of one reader. Prints progress, a table and
// every finding, ready to become a test; ends with 1 when there is one.
import { DOELEN } from '../test/fuzz/doelen.ts';
import { draai } from '../test/fuzz/draaien.ts';

const [aantal = '200000', alleen] = process.argv.slice(2);
const namen = DOELEN.map(({ naam }) => naam).filter((naam) => alleen === undefined || naam === alleen);
if (!/^\d+$/.test(aantal) || namen.length === 0) {
  console.error(`Gebruik: npm run fuzz -- [aantal] [${DOELEN.map(({ naam }) => naam).join(' | ')}]`);
  process.exit(2);
}
const zaad = Number(process.env['FUZZ_ZAAD'] ?? Date.now() % 1_000_000);
const invoeren = Math.ceil(Number(aantal) / namen.length);
console.log(`${invoeren} invoeren voor elk van ${namen.join(', ')}; FUZZ_ZAAD=${zaad}`);
const start = performance.now();
const verslagen = [];
for (const doel of namen) {
  verslagen.push(
    await draai({
      doel,
      invoeren,
      zaad,
      voortgang(gedaan, corpus, bereikt) {
        if (gedaan % 10_000 >= 1_000) return;
        const seconden = Math.round((performance.now() - start) / 1000);
        console.log(`${doel}: ${gedaan} van ${invoeren}, corpus ${corpus}, ${bereikt} blokken, ${seconden} s`);
      },
    }),
  );
}
console.table(
  Object.fromEntries(
    verslagen.map(({ doel, invoeren: gelezen, corpus, blokken, vondsten, traagste, ms }) => [
      doel,
      {
        invoeren: gelezen,
        'per s': Math.round(gelezen / (ms / 1000)),
        corpus,
        'blokken zaden': blokken.zaden,
        'blokken einde': blokken.einde,
        bekend: blokken.bekend,
        vondsten: vondsten.length,
        'traagste ms': Math.round(traagste.ms * 10) / 10,
      },
    ]),
  ),
);
for (const { doel, uitkomsten, vondsten } of verslagen) {
  console.log(doel, JSON.stringify(uitkomsten));
  for (const { fout, invoer } of vondsten) console.log(`VONDST ${doel}: ${fout}\n  ${JSON.stringify(invoer)}`);
}
process.exitCode = verslagen.some(({ vondsten }) => vondsten.length > 0) ? 1 : 0;
