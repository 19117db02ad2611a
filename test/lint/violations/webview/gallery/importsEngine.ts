import { start } from '../../engine/dataset/cycleStart.ts';
import { Button } from '@vscode/webview-ui-toolkit';

export const engine = [start, Button];
