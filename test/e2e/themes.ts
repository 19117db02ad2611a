import { expect, type Frame } from '@playwright/test';
import type { Workbench } from './workbench.ts';

export type Theme = 'light' | 'dark' | 'highContrast';

interface ThemeNames {
  /** In the settings. */
  readonly setting: string;
  /** In VS Code's list. */
  readonly label: string;
  /** Among the classes of a panel's body. */
  readonly kind: string;
}

const THEMES: Readonly<Record<Theme, ThemeNames>> = {
  light: { setting: 'Light 2026', label: 'Light 2026', kind: 'vscode-light' },
  dark: { setting: 'Dark 2026', label: 'Dark 2026', kind: 'vscode-dark' },
  highContrast: { setting: 'Default High Contrast', label: 'Dark High Contrast', kind: 'vscode-high-contrast' },
};

export const themeSetting = (theme: Theme) => ({ 'workbench.colorTheme': THEMES[theme].setting });

/** Chooses the theme of an open window, and waits until the panel shows in it. */
export async function chooseTheme(workbench: Workbench, panel: Frame, theme: Theme): Promise<void> {
  const { label, kind } = THEMES[theme];
  await workbench.run('Preferences: Color Theme');
  await workbench.quickInput.locator('input').fill(label);
  await workbench.quickPick(label);
  await expect(panel.locator('body')).toHaveClass(new RegExp(`(^| )${kind}( |$)`));
}

/** Takes pictures of a panel in every theme, the one shown first; the window stays in the last one. */
export function photographer(workbench: Workbench, first: Theme): (name: string, panel: Frame) => Promise<void> {
  let shown = first;
  return async (name, panel) => {
    await workbench.screenshot(`${name}-${shown}`);
    for (const theme of (['light', 'dark', 'highContrast'] as const).filter((other) => other !== shown)) {
      await chooseTheme(workbench, panel, theme);
      await workbench.screenshot(`${name}-${theme}`);
      shown = theme;
    }
  };
}
