import { type RunContext, SILENT } from '../../src/run/context.ts';

/** A run that nobody watches and nobody stops. */
export const SILENT_RUN: RunContext = { signal: new AbortController().signal, talk: SILENT };
