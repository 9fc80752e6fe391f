import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { BlobValue, types } from '../formula/index.ts';
import { mediaAddress } from './addresses.ts';
import { baseStyles, edgeInForcedColors, face, hostPadding } from './base-styles.ts';
import { border, coloring, interaction, placement } from './common-properties.ts';
import { setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, output } from './definition.ts';
import { deviceProblem } from './devices.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { pressStyles } from './press.ts';
import { color, own, size } from './theme.ts';

const { boolean, image, media, number } = types;

/** Records sound from a microphone of the device. */
export class Microphone extends controlElement({
  name: 'Microphone',
  tag: 'fx-microphone',
  category: 'media',
  summary: 'Records sound from a microphone of the device.',
  states: { recording: 'It records.' },
  properties: {
    Mic: data(number, 0, 'Which microphone: its number among those available.'),
    Image: data(image, null, 'A picture in place of its sign.'),
    Audio: output(media, 'What was recorded last.'),
    Reset: data(boolean, false, 'Turning this true takes the recording away.'),
    ...placement(120, 120),
    ...interaction,
    ...coloring,
    ...border,
  },
  events: {
    OnStart: 'When a recording begins.',
    OnStop: 'When a recording is there.',
    OnSelect: 'When the user presses it, which starts or stops a recording too.',
  },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({
      fill: color('brand-fill'),
      color: color('on-brand'),
      radius: size.radius,
      shades: true,
      when: 'active',
      greys: true,
    }),
    hostPadding('8px', '8px'),
    css`
      :host {
        width: ${own('width', '120px')};
        height: ${own('height', '120px')};
        overflow: clip;
      }
      .press {
        display: flex;
        flex-direction: column;
        gap: 6px;
        align-items: center;
        justify-content: center;
        min-height: 40px;
        font-size: ${size.textSmall};
        text-align: center;
      }
      svg,
      img {
        width: 32px;
        height: 32px;
        object-fit: contain;
      }
      :host(:state(recording)) {
        background-color: ${color('danger-line')};
        color: ${color('surface')};
      }
      @media (prefers-reduced-motion: no-preference) {
        :host(:state(recording)) svg {
          animation: fx-pulse 1.2s ease-in-out infinite alternate;
        }
      }
      @keyframes fx-pulse {
        to {
          opacity: 0.4;
        }
      }
    `,
    edgeInForcedColors,
  ];

  #recorder: MediaRecorder | undefined;
  #problem = '';

  override get pressable(): boolean {
    return true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#recorder?.stop();
  }

  override render(): TemplateResult {
    const recording = this.#recorder !== undefined;
    const words = this.error?.message ?? (this.#problem || (recording ? messages.stopRecording : messages.record));
    const address = mediaAddress(this.Image);
    return html`<button
      type="button"
      class="press"
      part="control"
      aria-label=${this.AccessibleLabel === '' ? nothing : `${this.AccessibleLabel} ${words}`}
      aria-pressed=${recording ? 'true' : 'false'}
      title=${this.Tooltip || nothing}
      lang=${this.ContentLanguage || nothing}
      tabindex=${this.TabIndex ?? nothing}
      ?disabled=${this.mode !== 'edit'}
      @click=${() => this.#pressed()}
    >
      ${address === null ? glyph(paths.microphone) : html`<img src=${address} alt="" />`}<span aria-live="polite">${words}</span>
    </button>`;
  }

  #pressed(): void {
    this.raise('OnSelect');
    if (this.#recorder === undefined) void this.#start();
    else this.#recorder.stop();
  }

  async #start(): Promise<void> {
    try {
      const microphones = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
      const wanted = microphones[this.Mic ?? 0]?.deviceId;
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: wanted === undefined || wanted === '' ? true : { deviceId: { exact: wanted } },
      });
      this.#record(stream);
      this.#problem = '';
    } catch (problem) {
      this.#problem = deviceProblem(problem, messages.noMicrophone);
    }
    this.requestUpdate();
  }

  #record(stream: MediaStream): void {
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data: part }) => parts.push(part));
    recorder.addEventListener('stop', () => void this.#stopped(stream, new Blob(parts, { type: recorder.mimeType })));
    recorder.start();
    this.#recorder = recorder;
    setState(this.internals, 'recording', true);
    this.raise('OnStart');
  }

  async #stopped(stream: MediaStream, sound: Blob): Promise<void> {
    this.#recorder = undefined;
    setState(this.internals, 'recording', false);
    for (const track of stream.getTracks()) track.stop();
    this.requestUpdate();
    this.output('Audio', new BlobValue(new Uint8Array(await sound.arrayBuffer()), sound.type));
    this.raise('OnStop');
  }
}
register(Microphone);
