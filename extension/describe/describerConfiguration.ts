import os from 'node:os';
import * as vscode from 'vscode';
import type { DescriberConfig } from '../../engine/describe/describerConfig.ts';
import { commands } from '../contributions.ts';
import { setting } from '../settings.ts';
import { describerSettings } from './describerSettings.ts';

/** What the settings say on describing, as the service takes it. */
export interface DescriberConfiguration {
  readonly config: DescriberConfig;
  /** Under whose name edits are kept. */
  readonly who: string;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Reads the settings now and after each change. What cannot be used is said once, until it is something else. */
export function createDescriberConfiguration(log: vscode.LogOutputChannel): DescriberConfiguration {
  const changed = new vscode.EventEmitter<void>();
  let told = '';
  const read = () => {
    const { config, faults } = describerSettings(setting);
    const fault = faults.join(' ');
    if (fault !== '' && fault !== told) warn(fault, log);
    told = fault;
    return { config, who: setting('stickerLab.annotator').trim() || userName() };
  };
  let present = read();
  const listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!['stickerLab.ollama', 'stickerLab.describe', 'stickerLab.annotator'].some((section) => event.affectsConfiguration(section))) return;
    present = read();
    changed.fire();
  });
  return {
    get config() {
      return present.config;
    },
    get who() {
      return present.who;
    },
    onDidChange: changed.event,
    dispose() {
      listener.dispose();
      changed.dispose();
    },
  };
}

function warn(fault: string, log: vscode.LogOutputChannel): void {
  log.warn(fault);
  const open = 'Open Setting';
  void vscode.window.showWarningMessage(fault, open).then((choice) => {
    if (choice === open) void vscode.commands.executeCommand(commands.openHostSetting);
  });
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user without an entry in the system's list, as in some containers.
    return 'somebody';
  }
}
