import { describe, expect, it } from 'vitest';
import { leesUitslag } from './wrk.ts';

const uitvoer = (regel: string): string => `Running 2s test\n  1 threads and 1 connections\n\n${regel}\n`;

describe('the result of a load', () => {
  it('is read in requests per second and milliseconds', () => {
    const regel = 'uitslag {"aantal":500,"us":2000000,"p50":1500,"p95":20000,"fout":0,"verbroken":0}';
    expect(leesUitslag(uitvoer(regel))).toEqual({ aantal: 500, perSeconde: 250, p50: 1.5, p95: 20 });
  });
  it('is none when a request was refused, or got no answer, or none was sent', () => {
    for (const [aantal, fout, verbroken] of [
      [500, 1, 0],
      [500, 0, 1],
      [0, 0, 0],
    ]) {
      const regel = `uitslag {"aantal":${aantal},"us":2000000,"p50":1,"p95":2,"fout":${fout},"verbroken":${verbroken}}`;
      expect(() => leesUitslag(uitvoer(regel))).toThrow('foutantwoord');
    }
  });
  it('is none when wrk ended without one', () => {
    expect(() => leesUitslag('unable to connect')).toThrow('unable to connect');
  });
});
