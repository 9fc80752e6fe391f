import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import type {
  Audio,
  Camera,
  ControlElement,
  InfoButton,
  ListBox,
  Microphone,
  PenInput,
  PowerBITile,
  RichTextEditor,
  Timer,
  Toolbar,
} from '../../src/controls/index.ts';
import { BlobValue, field, formulaError, type Value } from '../../src/formula/index.ts';
import { mountControl, settled, unmountAll, until } from './mount-control.ts';

afterEach(unmountAll);

/** A tone of a tenth of a second, as a WAVE file. */
function tone(): BlobValue {
  const samples = 800;
  const bytes = new DataView(new ArrayBuffer(44 + samples));
  const write = (at: number, text: string): void =>
    [...text].forEach((sign, index) => bytes.setUint8(at + index, sign.charCodeAt(0)));
  const numbers = [[4, 36 + samples], [16, 16], [24, 8000], [28, 8000], [40, samples]] as const; // oxfmt-ignore
  for (const [at, value] of numbers) bytes.setUint32(at, value, true);
  for (const [at, value] of [[20, 1], [22, 1], [32, 1], [34, 8]] as const) bytes.setUint16(at, value, true); // oxfmt-ignore
  for (const [at, text] of [[0, 'RIFF'], [8, 'WAVE'], [12, 'fmt '], [36, 'data']] as const) write(at, text); // oxfmt-ignore
  for (let at = 44; at < bytes.byteLength; at++) bytes.setUint8(at, 128 + Math.round(60 * Math.sin(at / 3)));
  return new BlobValue(new Uint8Array(bytes.buffer), 'audio/wav');
}

describe('a sound', () => {
  it('is played from start to end, and tells', async () => {
    const { element, events } = await mountControl<Audio>('fx-audio', { Media: tone() });
    await until(() => element.Duration === 0.1, 'its length');
    element.Start = true;
    await until(() => events.includes('OnEnd'), 'its end');
    assert.deepEqual(events, ['OnStart', 'OnEnd']);
    assert.isTrue(element.Paused);
  });

  it('begins where it should, and goes back there', async () => {
    const { element, part } = await mountControl<Audio>('fx-audio', { Media: tone(), StartTime: 0.05 });
    const media = part<HTMLAudioElement>('audio');
    await until(() => Math.abs(media.currentTime - 0.05) < 0.001, 'the beginning');
    media.currentTime = 0.09;
    element.Reset = true;
    await until(() => Math.abs(media.currentTime - 0.05) < 0.001, 'the beginning again');
  });

  it('stops when it leaves the page, unless it should not', async () => {
    for (const [pauses, expected] of [
      [true, true],
      [false, false],
    ] as const) {
      const { element, part, events } = await mountControl<Audio>('fx-audio', { Media: tone(), Loop: true, AutoPause: pauses });
      element.Start = true;
      await until(() => events.includes('OnStart'), 'it plays');
      const media = part<HTMLAudioElement>('audio');
      let asked = false;
      media.pause = () => void (asked = true);
      element.remove();
      assert.equal(asked, expected);
    }
  });

  it('what is no sound is said', async () => {
    const { element } = await mountControl<Audio>('fx-audio', { Media: 'data:text/html,<b>x</b>' });
    assert.isNull(element.renderRoot.querySelector('audio'));
    assert.isNotNull(element.renderRoot.querySelector('.failure'));
  });
});

describe('devices', () => {
  it('a camera shows, takes pictures and streams them', async () => {
    const { element, events, part } = await mountControl<Camera>('fx-camera', { StreamRate: 100 });
    await until(() => events.includes('OnStream'), 'a picture of the stream');
    assert.instanceOf(element.Stream, BlobValue);
    assert.isAtLeast(element.AvailableDevices.length, 1);
    part('button').click();
    await until(() => element.Photo !== null, 'the picture');
    assert.equal((element.Photo as BlobValue).mediaType, 'image/jpeg');
    const stream = part<HTMLVideoElement>('video').srcObject as MediaStream;
    element.remove();
    assert.deepEqual(stream.getTracks().map(({ readyState }) => readyState), ['ended']); // oxfmt-ignore
  });

  it('a microphone records', async () => {
    const { element, events, part } = await mountControl<Microphone>('fx-microphone');
    part('button').click();
    await until(() => events.includes('OnStart'), 'the beginning');
    part('button').click();
    await until(() => events.includes('OnStop'), 'the end');
    assert.isAbove((element.Audio as BlobValue).bytes.length, 0);
    assert.deepEqual(events, ['OnSelect', 'OnStart', 'OnSelect', 'OnStop']);
  });
});

describe('a pen', () => {
  const draw = (element: ControlElement, ...points: readonly (readonly [number, number])[]): void => {
    const sheet = element.renderRoot.querySelector('.sheet')!;
    const { left, top } = sheet.getBoundingClientRect();
    const send = (type: string, [x, y]: readonly [number, number]): boolean =>
      sheet.dispatchEvent(
        new PointerEvent(type, { clientX: left + x, clientY: top + y, pointerType: 'mouse', pointerId: 1, bubbles: true }),
      );
    // Only a pointer that the browser knows can be captured.
    sheet.setPointerCapture = () => {};
    send('pointerdown', points[0]!);
    for (const point of points) send('pointermove', point);
    send('pointerup', points.at(-1)!);
  };

  it('draws lines, which are a picture and data', async () => {
    const { element, events } = await mountControl<PenInput>('fx-pen-input', { Size: 4 });
    draw(element, [10, 10], [60, 40]);
    await until(() => element.Image !== null, 'the picture');
    assert.equal((element.Image as BlobValue).mediaType, 'image/png');
    assert.equal((JSON.parse(element.Strokes) as { width: number }[])[0]!.width, 4);
    assert.deepEqual(events, ['OnSelect']);
    element.Reset = true;
    await settled(element);
    assert.deepEqual([element.Image, element.Strokes], [null, '']);
  });

  it('takes lines away that it touches', async () => {
    const { element } = await mountControl<PenInput>('fx-pen-input');
    draw(element, [10, 10], [60, 10]);
    await until(() => element.Image !== null, 'the picture');
    element.Mode = 'erase';
    draw(element, [58, 12]);
    await until(() => element.Image === null, 'nothing');
  });

  it('only pointers draw that may', async () => {
    const { element } = await mountControl<PenInput>('fx-pen-input', { Input: 1 });
    draw(element, [10, 10], [60, 40]);
    await settled(element);
    assert.equal(element.Strokes, '');
  });
});

describe('a timer', () => {
  const ended = async (properties: { readonly [name: string]: Value }): Promise<readonly string[]> => {
    const { element, events } = await mountControl<Timer>('fx-timer', { Duration: 150, AutoStart: true, ...properties });
    await until(() => events.includes('OnTimerStart'), 'it starts');
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const away = events.length;
    document.body.append(element);
    await settled(element);
    assert.equal(away, 1, 'tells nothing while it is away');
    const now = [...events];
    await until(() => events.includes('OnTimerEnd'), 'its end');
    element.remove();
    return now;
  };

  it('stands still while its screen is not shown', async () => {
    assert.deepEqual(await ended({}), ['OnTimerStart']);
  });

  it('goes on meanwhile without AutoPause, and tells its end when it is back', async () => {
    assert.deepEqual(await ended({ AutoPause: false }), ['OnTimerStart', 'OnTimerEnd']);
  });

  it('starts anew with each visit, where it had ended', async () => {
    const { element, events } = await mountControl<Timer>('fx-timer', { Duration: 100, AutoStart: true });
    await until(() => events.includes('OnTimerEnd'), 'its end');
    element.remove();
    document.body.append(element);
    assert.equal(events.filter((event) => event === 'OnTimerStart').length, 2);
    element.remove();
  });
});

describe('small things', () => {
  it('an explanation opens and closes by keyboard', async () => {
    const { element, events, part } = await mountControl<InfoButton>('fx-info-button', { Content: 'Prices include tax.' });
    part('button').focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    assert.isTrue(part('.popup').matches(':popover-open'));
    await sendKeys({ press: 'Escape' });
    assert.isFalse(part('.popup').matches(':popover-open'));
    assert.deepEqual(events, ['OnSelect']);
  });

  it('arrow keys go through a toolbar, past its end and back', async () => {
    const items = ['new', 'edit', 'remove'].map((key) => ({ ItemKey: key, ItemDisplayName: key }));
    const { element, events, part } = await mountControl<Toolbar>('fx-toolbar', { Items: items });
    part('button').focus();
    await sendKeys({ press: 'ArrowLeft' });
    await settled(element);
    await sendKeys({ press: 'Enter' });
    assert.equal(field(element.Selected!, 'ItemKey'), 'remove');
    assert.deepEqual(events, ['OnSelect']);
  });

  it('a tile that cannot be used where it is, is pressed; one that can, is not', async () => {
    const { element, events } = await mountControl<PowerBITile>('fx-power-bi-tile', { PowerBIInteractions: false });
    element.click();
    element.PowerBIInteractions = true;
    await settled(element);
    element.click();
    assert.deepEqual(events, ['OnSelect']);
  });

  it('what a small list says is not cut off', async () => {
    for (const prepare of [
      () => {},
      (element: ListBox) => void (element.error = formulaError('Network', 'The shop did not answer.')),
    ]) {
      const { element, part } = await mountControl<ListBox>('fx-list-box', { Height: 40, Items: [] }, { before: prepare });
      const [outer, inner] = [element.getBoundingClientRect(), part('.none').getBoundingClientRect()];
      assert.isTrue(inner.top >= outer.top && inner.bottom <= outer.bottom + 1, `${inner.bottom} of ${outer.bottom}`);
    }
  });
});

describe('a rich text editor', () => {
  it('what is written is HTML, told at once, and OnChange when it is left', async () => {
    const { element, events, part } = await mountControl<RichTextEditor>('fx-rich-text-editor', { Default: 'Hello' });
    await until(() => part('.area').textContent === 'Hello', 'the text');
    part('.area').focus();
    document.getSelection()!.selectAllChildren(part('.area'));
    document.getSelection()!.collapseToEnd();
    part('.bold').click();
    await sendKeys({ type: 'Ada' });
    assert.equal(element.HtmlText, 'Hello<b>Ada</b>');
    assert.deepEqual(events, []);
    part('.area').blur();
    assert.deepEqual(events, ['OnChange']);
  });

  it('what comes from outside is cleaned', async () => {
    const { element, part } = await mountControl<RichTextEditor>('fx-rich-text-editor', {
      Default: 'Safe<img src=x onerror="document.body.dataset.run=1"><script>document.body.dataset.run=1</script>',
    });
    await until(() => part('.area').textContent.includes('Safe'), 'the text');
    assert.isNull(part('.area').querySelector('script, [onerror]'));
    const pasted = new DataTransfer();
    pasted.setData('text/html', '<b onclick="x()">pasted</b><iframe src="https://example.com"></iframe>');
    part('.area').focus();
    document.getSelection()!.selectAllChildren(part('.area'));
    part('.area').dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, cancelable: true }));
    await until(() => element.HtmlText.includes('pasted'), 'what was pasted');
    assert.notMatch(element.HtmlText, /onclick|iframe/);
  });

  it('arrow keys go through its tools', async () => {
    const { element } = await mountControl<RichTextEditor>('fx-rich-text-editor');
    const tools = [...element.renderRoot.querySelectorAll<HTMLElement>('.tool')];
    tools[0]!.focus();
    await sendKeys({ press: 'ArrowRight' });
    await settled(element);
    assert.equal((element.renderRoot as ShadowRoot).activeElement, tools[1]);
  });
});
