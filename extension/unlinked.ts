/** Words of a host, a file or a dataset, as they are: VS Code makes links of `[words](address)` in its notifications, also links to commands. */
export const unlinked = (words: string): string => words.replaceAll('](', ']\u200B(');
