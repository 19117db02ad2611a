/** Okabe and Ito's colours (2008), told apart by people with any common colour blindness; black is left out for dark themes. */
const colors = ['#d55e00', '#009e73', '#cc79a7', '#e69f00', '#808080', '#0072b2', '#56b4e9', '#b8ab00'] as const;

/** The colour of a class, the same in every panel. Beyond eight classes colours repeat: they never stand alone without the name. */
export function emotionColor(label: number): string {
  return colors[label % colors.length];
}
