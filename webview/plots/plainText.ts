const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text that the plotting library, which reads tags, draws as it is. */
export const plainText = (text: string): string => text.replace(/[&<>]/g, (sign) => signs[sign]);
