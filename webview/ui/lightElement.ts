import { LitElement } from 'lit';

/** A component that renders into the page itself, so that one stylesheet, ids and plots work across components. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
