/** The entry of a supervised thread for cells of the solver benchmark. */
import { solverCellHandler } from './handlers/solver-cell.ts';
import { serveMessages } from './serve-messages.ts';

serveMessages(solverCellHandler);
