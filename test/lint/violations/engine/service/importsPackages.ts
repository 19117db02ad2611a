export const load = async (): Promise<unknown[]> => [await import('onnxruntime-node'), await import('sharp'), await import('vscode')];
