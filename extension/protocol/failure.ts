/** What a failed request rejects with, in a webview: vscode-messenger carries `message` and `data`, nothing else. */
export interface RequestFailure {
  readonly message: string;
  readonly data: {
    /** The file or folder to look at, '' where there is none. */
    readonly file: string;
    /** What the person can do about it, '' where nothing is known. */
    readonly remedy: string;
  };
}
