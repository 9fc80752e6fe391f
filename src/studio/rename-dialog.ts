import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { rename, usesOf, type Named, type Renaming } from '../app/authoring/index.ts';
import type { App } from '../app/index.ts';
import { color, shadow, size } from '../controls/core.ts';
import { fieldLine } from './shared-styles.ts';

/**
 * Asks for another name, says how many formulas will change or what is in the way, and changes the app.
 *
 * @fires fx-renamed - `Renaming`, after the app goes on with the new name.
 */
export class RenameDialog extends LitElement {
  static override readonly properties = { named: { state: true }, problem: { state: true } };
  static override readonly styles = [
    fieldLine,
    css`
      dialog {
        width: min(420px, calc(100vw - 32px));
        padding: 16px;
        border: 1px solid ${color('border-subtle')};
        border-radius: ${size.radiusLarge};
        color: ${color('text')};
        background: ${color('surface')};
        box-shadow: ${shadow.floating};
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.3);
      }
      h2 {
        margin: 0 0 12px;
        font-size: 16px;
        line-height: 24px;
      }
      label {
        display: block;
        margin-block-end: 4px;
      }
      p {
        margin: 8px 0 0;
        color: ${color('text-muted')};
      }
      .problem {
        color: ${color('danger-text')};
      }
      .actions {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
        margin-block-start: 16px;
      }
      button {
        min-width: 88px;
        height: 32px;
        border: 1px solid ${color('border')};
        border-radius: ${size.radius};
        color: inherit;
        background: none;
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }
      .primary {
        border-color: transparent;
        color: ${color('on-brand')};
        background: ${color('brand-fill')};
      }
      :is(input, button):focus-visible {
        outline: 2px solid ${color('focus')};
        outline-offset: 1px;
      }
    `,
  ];

  declare private named: Named | undefined;
  declare private problem: string | undefined;
  private app: App | undefined;

  /** Opens for something of an app. */
  async open(app: App, named: Named): Promise<void> {
    this.app = app;
    this.named = named;
    this.problem = undefined;
    await this.updateComplete;
    this.dialog.showModal();
    const input = this.renderRoot.querySelector('input')!;
    input.value = named.name;
    input.select();
  }

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  private handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { app, named } = this;
    const name = this.renderRoot.querySelector('input')!.value;
    if (app === undefined || named === undefined) return;
    if (name === named.name) return this.dialog.close();
    try {
      const renaming = rename(app, named, name);
      this.dialog.close();
      this.dispatchEvent(new CustomEvent<Renaming>('fx-renamed', { detail: renaming }));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.problem = error.message;
    }
  }

  override render(): TemplateResult {
    const { app, named } = this;
    const count = app === undefined || named === undefined ? 0 : usesOf(app, named).length;
    return html`<dialog aria-labelledby="title">
      <form @submit=${this.handleSubmit}>
        <h2 id="title">Rename ${named?.name ?? ''}</h2>
        <label for="name">New name</label>
        <input id="name" class="line" autocomplete="off" spellcheck="false" aria-describedby="note" />
        <p id="note">
          ${count === 0 ? 'No formula names it.' : `${count} ${count === 1 ? 'place' : 'places'} in formulas will follow.`}
        </p>
        ${this.problem === undefined ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
        <div class="actions">
          <button type="button" @click=${() => this.dialog.close()}>Cancel</button>
          <button type="submit" class="primary">Rename</button>
        </div>
      </form>
    </dialog>`;
  }
}

customElements.define('fx-rename-dialog', RenameDialog);

declare global {
  interface HTMLElementTagNameMap {
    'fx-rename-dialog': RenameDialog;
  }
}
