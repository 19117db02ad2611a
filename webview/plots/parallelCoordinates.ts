import parcoords from 'plotly.js/src/traces/parcoords/strict';
import { Plotly } from './plotly.ts';

/** Imported by the one panel that draws the trace `parcoords`: the others stay smaller without it. */
Plotly.register([parcoords]);
