import Plotly from 'plotly.js/lib/core';
import heatmap from 'plotly.js/lib/heatmap';
import scattergl from 'plotly.js/src/traces/scattergl/strict';

/*
 * The only importer of the plotting library, with no more of it than is drawn. The core brings the trace `scatter`.
 */
Plotly.register([heatmap, scattergl]);

export type { Config, Data, Layout, PlotlyHTMLElement } from 'plotly.js/lib/core';
export { Plotly };
