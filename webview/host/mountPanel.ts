import { html, render } from 'lit';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import { panelFailure, panelState, type PanelKind, type PanelStates } from '../../extension/protocol/panels.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { button, waiting } from '../ui/kit.ts';
import { connectHost, type Host } from './host.ts';

/** The root component of a panel: gets the whole state anew whenever the host sends one. */
export interface PanelElement<K extends PanelKind> extends HTMLElement {
  host: Host;
  panel: PanelStates[K];
}

declare function acquireVsCodeApi(): Parameters<typeof connectHost>[0];

/** Fills `<main id="app">` with the panel's root component once the host has answered, or with why it cannot. */
export function mountPanel<K extends PanelKind>(create: () => PanelElement<K>): void {
  const app = document.getElementById('app');
  if (!app) throw new Error('The page has no element with the id "app".');
  const host = connectHost<K>(acquireVsCodeApi());
  let root: PanelElement<K> | undefined;

  const showState = (state: PanelStates[K]): void => {
    root ??= create();
    root.host = host;
    root.panel = state;
    render(root, app);
  };
  const showFailure = (failure: RequestFailure): void => {
    // A component that left the page has let go of what it read.
    root = undefined;
    render(html`<div class="page">${errorNotice(failure, button({ label: 'Try Again', onClick: start }))}</div>`, app);
  };
  function start(): void {
    render(html`<div class="page">${waiting('Loading')}</div>`, app!);
    host.ready().then(({ state }) => { showState(state); }, (reason: unknown) => { showFailure(toFailure(reason)); });
  }

  host.listen(panelState<K>(), showState);
  host.listen(panelFailure, showFailure);
  start();
}
