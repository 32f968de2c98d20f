/** Who uses the APIs and how much: figures, a limit per client, and the figures for Prometheus. */
export { createUsage, durationOf, errorsOf, type Figures, type Usage } from './figures.ts';
export { createLimiter, type Limiter, SAVED_S } from './limit.ts';
export { type MeterOptions, meter } from './meter.ts';
export { type Metric, type MetricsOptions, mountMetrics } from './metrics.ts';
