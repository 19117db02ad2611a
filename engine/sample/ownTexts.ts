/** Words drawn into stickers, in letters of `letters.ts`. They fit any emotion. */
export const ownTexts = [
  'HEY', 'OK', 'HMM', 'YES', 'NO', 'BYE', 'TEA', 'LATER', 'REALLY', 'WAIT', 'MONDAY', 'HOME', 'NOW', 'AGAIN', 'HELLO', 'WELL',
  'SO', 'TODAY', 'ME', 'YOU', 'LOOK', 'WHAT', 'ALSO', 'MAYBE',
] as const;
