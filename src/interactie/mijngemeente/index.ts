/** The citizen's side. For now a stand-in for the pages to come, and the home page of the demonstration. */
export { type DemoHomeOptions, demoHome, type Mededeling, type Verwijzing } from './demo-home.tsx';
export { type StandInOptions, standIn } from './stand-in.tsx';
