import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types, type BlobValue } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { border, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, output } from './definition.ts';
import { canvasPicture, deviceProblem } from './devices.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { pressStyles } from './press.ts';
import { color } from './theme.ts';

const { columnOf, image, number, text } = types;

/** Shows what a camera of the device sees, and takes pictures. */
export class Camera extends controlElement({
  name: 'Camera',
  tag: 'fx-camera',
  category: 'media',
  summary: 'Shows what a camera of the device sees, and takes pictures.',
  properties: {
    Camera: data(number, -1, 'Which camera: its number among those available, or -1 for the one that the device prefers.'),
    StreamRate: data(number, 0, 'How often Stream is a new picture, in milliseconds from 100; 0 for never.'),
    Photo: output(image, 'The picture that was taken last.'),
    Stream: output(image, 'What the camera sees, as often as StreamRate says.'),
    AvailableDevices: output(columnOf(text), 'The names of the cameras that there are.', undefined, []),
    ...placement(400, 300),
    ...interaction,
    ...border,
  },
  events: { OnSelect: 'When the user takes a picture.', OnStream: 'When Stream is a new picture.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({ fill: color('sunken'), color: color('text-muted'), when: 'active' }),
    css`
      :host {
        overflow: clip;
      }
      video {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .press {
        position: absolute;
        inset: 0;
      }
      .press span,
      .note {
        display: inline-flex;
        gap: 8px;
        align-items: center;
        padding: 6px 10px;
        border-radius: 4px;
        background: ${color('surface')};
        color: ${color('text')};
      }
      .press span {
        position: absolute;
        inset-block-end: 8px;
        inset-inline-start: 50%;
        translate: -50%;
      }
      :host(:dir(rtl)) .press span {
        translate: 50%;
      }
      .note {
        position: absolute;
        inset: 0;
        flex-direction: column;
        justify-content: center;
        background: ${color('sunken')};
        color: ${color('text-muted')};
        text-align: center;
      }
      svg {
        width: 20px;
        height: 20px;
        flex: none;
      }
    `,
  ];

  #stream: MediaStream | undefined;
  #opening = 0;
  #streaming: ReturnType<typeof setInterval> | undefined;
  #problem = '';

  override get pressable(): boolean {
    return true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override render(): TemplateResult {
    const problem = this.error?.message ?? this.#problem;
    return html`<video autoplay muted playsinline></video> ${
        problem === ''
          ? html`<button
              type="button"
              class="press"
              part="control"
              aria-label=${this.AccessibleLabel === '' ? nothing : `${this.AccessibleLabel} ${messages.takePicture}`}
              title=${this.Tooltip || nothing}
              lang=${this.ContentLanguage || nothing}
              tabindex=${this.TabIndex ?? nothing}
              ?disabled=${this.mode !== 'edit'}
              @click=${() => void this.#take()}
            >
              <span>${glyph(paths.camera)}${messages.takePicture}</span>
            </button>`
          : html`<div
              class="note"
              part="control"
              role="alert"
              title=${this.Tooltip || nothing}
              lang=${this.ContentLanguage || nothing}
            >
              ${glyph(paths.camera)}${problem}
            </div>`
      }`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    if (changed.has('Camera')) void this.#open();
    if (changed.has('StreamRate')) this.#setRate();
  }

  get #video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }

  /** Another camera may be asked for, or the element leave the page, while this one is being opened. */
  async #open(): Promise<void> {
    const opening = ++this.#opening;
    try {
      const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
      const wanted = cameras[this.Camera ?? -1]?.deviceId;
      const stream = await navigator.mediaDevices.getUserMedia({
        video: wanted === undefined || wanted === '' ? true : { deviceId: { exact: wanted } },
      });
      if (opening !== this.#opening || !this.isConnected) return stopTracks(stream);
      this.#close();
      this.#stream = stream;
      this.#problem = '';
      await this.updateComplete;
      this.#video!.srcObject = stream;
      const names = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
      this.measure(
        'AvailableDevices',
        names.map(({ label }) => ({ Value: label })),
      );
      this.#setRate();
    } catch (problem) {
      if (opening !== this.#opening) return;
      this.#problem = deviceProblem(problem, messages.noCamera);
    }
    this.requestUpdate();
  }

  #close(): void {
    clearInterval(this.#streaming);
    if (this.#stream !== undefined) stopTracks(this.#stream);
    this.#stream = undefined;
    this.#opening++;
  }

  #setRate(): void {
    clearInterval(this.#streaming);
    const rate = this.StreamRate ?? 0;
    if (rate <= 0 || this.#stream === undefined) return;
    this.#streaming = setInterval(() => void this.#sendStream(), Math.min(3_600_000, Math.max(100, rate)));
  }

  async #sendStream(): Promise<void> {
    const picture = await this.#picture();
    if (picture === undefined) return;
    this.measure('Stream', picture);
    this.raise('OnStream');
  }

  async #take(): Promise<void> {
    const picture = await this.#picture();
    if (picture !== undefined) this.output('Photo', picture);
    this.raise('OnSelect');
  }

  /** What is seen now; undefined before the first picture has come. */
  async #picture(): Promise<BlobValue | undefined> {
    const video = this.#video;
    if (video === null || video.videoWidth === 0) return undefined;
    return canvasPicture(video.videoWidth, video.videoHeight, (context) => context.drawImage(video, 0, 0), 'image/jpeg');
  }
}
register(Camera);

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
