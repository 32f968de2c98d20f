export { functiesOpAfstand, mountFuncties } from './functies.ts';
export { type InvalidParam, invalid, PROBLEMS, Problem, type ProblemCode } from './problem.ts';
export { createServer, type Server, type ServerOptions } from './server.ts';
export { traceIdOf } from './trace.ts';
