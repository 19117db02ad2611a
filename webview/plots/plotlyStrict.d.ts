/** scattergl with its shaders compiled beforehand: the ordinary one needs `eval` and draws nothing, silently, where that is forbidden. */
declare module 'plotly.js/src/traces/scattergl/strict' {
  import type scattergl from 'plotly.js/lib/scattergl';
  const strict: typeof scattergl;
  export default strict;
}

/** The same for parcoords. */
declare module 'plotly.js/src/traces/parcoords/strict' {
  import type parcoords from 'plotly.js/lib/parcoords';
  const strict: typeof parcoords;
  export default strict;
}
