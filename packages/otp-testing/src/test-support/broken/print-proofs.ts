/** Prints the table for `docs/proofs.md`. */
import { describeProofs } from './proofs.ts';

process.stdout.write(await describeProofs());
