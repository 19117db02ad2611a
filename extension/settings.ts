import * as vscode from 'vscode';
import { settingDefaults, type Settings } from './contributions.ts';

export function setting<K extends keyof Settings>(id: K): Settings[K] {
  return vscode.workspace.getConfiguration().get<Settings[K]>(id) ?? settingDefaults[id];
}
