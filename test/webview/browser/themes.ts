import type { Page } from 'playwright-core';

/** The variables VS Code gives a webview, as far as the panels use them, taken from its own themes. */
const shared = {
  'font-family': 'system-ui, sans-serif', 'font-size': '13px', 'editor-font-family': 'monospace', 'editor-font-size': '13px',
  'checkbox-background': 'transparent',
};

export const themes = {
  light: {
    kind: 'vscode-light',
    variables: {
      ...shared, foreground: '#3b3b3b', descriptionForeground: '#3b3b3bcc', 'editor-background': '#ffffff', 'editor-foreground': '#3b3b3b',
      'editorWidget-background': '#f8f8f8', 'widget-border': '#e5e5e5', 'panel-border': '#e5e5e5', focusBorder: '#005fb8',
      'button-background': '#005fb8', 'button-foreground': '#ffffff', 'button-hoverBackground': '#0258a8',
      'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b', 'button-secondaryHoverBackground': '#cccccc',
      'input-background': '#ffffff', 'input-foreground': '#3b3b3b', 'input-placeholderForeground': '#767676', 'settings-textInputBorder': '#cecece', 'dropdown-background': '#ffffff', 'dropdown-foreground': '#3b3b3b', 'dropdown-border': '#cecece',
      'list-hoverBackground': '#f2f2f2', 'list-inactiveSelectionBackground': '#e4e6f1', 'list-activeSelectionBackground': '#e8e8e8', 'list-activeSelectionForeground': '#000000',
      'badge-background': '#cccccc', 'badge-foreground': '#3b3b3b', 'inputOption-activeBackground': '#bed6ed', 'inputOption-activeForeground': '#000000', 'inputOption-activeBorder': '#005fb8',
      'toolbar-hoverBackground': '#b8b8b850', errorForeground: '#f85149', 'inputValidation-errorBackground': '#ffebe9', 'inputValidation-errorBorder': '#be1100',
      'editorHoverWidget-background': '#f8f8f8', 'editorHoverWidget-foreground': '#3b3b3b', 'editorHoverWidget-border': '#c8c8c8',
      'charts-blue': '#1a85ff', 'charts-green': '#388a34', 'charts-red': '#e51400', 'charts-orange': '#d18616', 'charts-purple': '#652d90', 'testing-iconPassed': '#388a34', 'testing-iconFailed': '#e51400',
      'progressBar-background': '#005fb8', 'textBlockQuote-background': '#f8f8f8', 'textBlockQuote-border': '#e5e5e5', 'scrollbarSlider-background': '#64646466',
    },
  },
  dark: {
    kind: 'vscode-dark',
    variables: {
      ...shared, foreground: '#cccccc', descriptionForeground: '#9d9d9d', 'editor-background': '#1f1f1f', 'editor-foreground': '#cccccc',
      'editorWidget-background': '#202020', 'widget-border': '#313131', 'panel-border': '#2b2b2b', focusBorder: '#0078d4',
      'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-hoverBackground': '#026ec1',
      'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'button-secondaryHoverBackground': '#3c3c3c',
      'input-background': '#313131', 'input-foreground': '#cccccc', 'input-placeholderForeground': '#989898', 'settings-textInputBorder': '#3c3c3c', 'dropdown-background': '#313131', 'dropdown-foreground': '#cccccc', 'dropdown-border': '#3c3c3c',
      'list-hoverBackground': '#2a2d2e', 'list-inactiveSelectionBackground': '#37373d', 'list-activeSelectionBackground': '#04395e', 'list-activeSelectionForeground': '#ffffff',
      'badge-background': '#616161', 'badge-foreground': '#f8f8f8', 'inputOption-activeBackground': '#2489db82', 'inputOption-activeForeground': '#ffffff', 'inputOption-activeBorder': '#2488db',
      'toolbar-hoverBackground': '#5a5d5e50', errorForeground: '#f85149', 'inputValidation-errorBackground': '#5a1d1d', 'inputValidation-errorBorder': '#be1100',
      'editorHoverWidget-background': '#202020', 'editorHoverWidget-foreground': '#cccccc', 'editorHoverWidget-border': '#454545',
      'charts-blue': '#3794ff', 'charts-green': '#89d185', 'charts-red': '#f14c4c', 'charts-orange': '#d18616', 'charts-purple': '#b180d7', 'testing-iconPassed': '#73c991', 'testing-iconFailed': '#f14c4c',
      'progressBar-background': '#0078d4', 'textBlockQuote-background': '#2b2b2b', 'textBlockQuote-border': '#616161', 'scrollbarSlider-background': '#79797966',
    },
  },
  highContrast: {
    kind: 'vscode-high-contrast',
    variables: {
      ...shared, foreground: '#ffffff', descriptionForeground: 'rgba(255, 255, 255, 0.7)', 'editor-background': '#000000', 'editor-foreground': '#ffffff',
      'editorWidget-background': '#0c141f', contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518', 'panel-border': '#6fc3df', focusBorder: '#f38518',
      'button-foreground': '#ffffff', 'button-background': '#000000', 'input-background': '#000000', 'input-foreground': '#ffffff', 'dropdown-background': '#000000', 'dropdown-foreground': '#ffffff', 'dropdown-border': '#6fc3df',
      'badge-background': '#000000', 'badge-foreground': '#ffffff', 'inputOption-activeBackground': 'rgba(0, 0, 0, 0)', 'inputOption-activeForeground': '#ffffff', 'inputOption-activeBorder': '#f38518',
      errorForeground: '#f48771', 'inputValidation-errorBackground': '#000000', 'inputValidation-errorBorder': '#be1100', 'editorHoverWidget-background': '#0c141f', 'editorHoverWidget-border': '#6fc3df',
      'charts-blue': '#3794ff', 'charts-green': '#89d185', 'charts-red': '#f14c4c', 'testing-iconPassed': '#73c991', 'testing-iconFailed': '#f14c4c', 'progressBar-background': '#6fc3df',
    },
  },
} as const satisfies Record<string, { kind: string; variables: Record<string, string> }>;

export type ThemeName = keyof typeof themes;

export const themeStyle = (theme: ThemeName): string =>
  Object.entries(themes[theme].variables).map(([name, value]) => `--vscode-${name}:${value}`).join(';');

/** Changes the theme of an open page the way VS Code does. */
export async function showTheme(page: Page, theme: ThemeName): Promise<void> {
  await page.evaluate(({ style, kind }) => {
    document.documentElement.setAttribute('style', style);
    document.body.className = kind;
  }, { style: themeStyle(theme), kind: themes[theme].kind });
}
