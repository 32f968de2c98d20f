// The long run: `npm run fuzz` reads 200,000 inputs, `npm run fuzz -- 1000000 stuf` a million with one reader. Prints progress, a table and
// every finding, ready to become a test; ends with 1 when there is one. FUZZ_ZAAD repeats an earlier run.
import { DOELEN } from '../test/fuzz/doelen.ts';
import { draai } from '../test/fuzz/draaien.ts';

const [aantal = '200000', alleen] = process.argv.slice(2);
const namen = DOELEN.map(({ naam }) => naam).filter((naam) => alleen === undefined || naam === alleen);
if (!/^\d+$/.test(aantal) || namen.length === 0) {
  console.error(`Gebruik: npm run fuzz -- [aantal] [${DOELEN.map(({ naam }) => naam).join(' | ')}]`);
  process.exit(2);
}
const zaad = Number(process.env['FUZZ_ZAAD'] ?? Date.now() % 1_000_000);
const elk = Math.ceil(Number(aantal) / namen.length);
console.log(`${elk} invoeren voor elk van ${namen.join(', ')}; FUZZ_ZAAD=${zaad}`);
const start = performance.now();
const verslagen = await draai({
  invoeren: Object.fromEntries(namen.map((naam) => [naam, elk])),
  zaad,
  voortgang(stap, doel, gedaan) {
    console.log(`${stap} ${doel}: ${gedaan}, ${Math.round((performance.now() - start) / 1000)} s`);
  },
});
const rij = ({ doel, invoeren, corpus, blokken, vondsten, traagste, ms }) => [
  doel,
  {
    invoeren,
    'per s': Math.round(invoeren / (ms / 1000)),
    corpus,
    'blokken zaden': blokken.zaden,
    'blokken einde': blokken.einde,
    vondsten: vondsten.length,
    'traagste ms': Math.round(traagste.ms * 10) / 10,
  },
];
console.table(Object.fromEntries(verslagen.map(rij)));
for (const { doel, uitkomsten, vondsten } of verslagen) {
  console.log(doel, JSON.stringify(uitkomsten));
  for (const { fout, invoer } of vondsten) console.log(`VONDST ${doel}: ${fout}\n  ${JSON.stringify(invoer)}`);
}
process.exitCode = verslagen.some(({ vondsten }) => vondsten.length > 0) ? 1 : 0;
