import { assert } from 'chai';
import type { AddMedia, Attachments, ControlElement, Export, Import } from '../../src/controls/index.ts';
import { BlobValue, field, type Row } from '../../src/formula/index.ts';
import { mountControl, settled, unmountAll, until } from './mount-control.ts';

afterEach(unmountAll);

/** Gives an input of files some, as a user who picks them. */
function pick(element: ControlElement, ...files: readonly File[]): void {
  const given = new DataTransfer();
  for (const file of files) given.items.add(file);
  const input = element.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
  input.files = given.files;
  input.dispatchEvent(new Event('change'));
}

const file = (name: string, bytes = 3, type = 'image/png'): File => new File([new Uint8Array(bytes).fill(7)], name, { type });
// oxlint-disable-next-line no-script-url -- what must not come through
const script = 'javascript:alert(1)';
const namesOf = ({ Attachments: rows }: Attachments): unknown[] => rows.map((row) => field(row as Row, 'Name'));

describe('attachments', () => {
  const items = [{ Name: 'Plan', Value: 'https://example.com/plan.pdf' }, { Name: 'Offer', Value: 'https://example.com/offer.pdf' }]; // oxfmt-ignore

  it('adds files with their bytes, and tells', async () => {
    const { element, events } = await mountControl<Attachments>('fx-attachments', { Items: items });
    pick(element, file('a.png'), file('b.png'));
    await until(() => element.Attachments.length === 4, 'the files');
    assert.deepEqual(namesOf(element), ['Plan', 'Offer', 'a.png', 'b.png']);
    const value = field(element.Attachments[2] as Row, 'Value');
    assert.deepEqual(value instanceof BlobValue ? [...value.bytes] : value, [7, 7, 7]);
    assert.deepEqual(events, ['OnAddFile']);
  });

  it('takes files away, and brings them back to their place', async () => {
    const { element, events } = await mountControl<Attachments>('fx-attachments', { Items: items });
    const press = async (place: number): Promise<void> => {
      element.renderRoot.querySelectorAll<HTMLElement>('.change')[place]!.click();
      await settled(element);
    };
    await press(0);
    assert.deepEqual(namesOf(element), ['Offer']);
    await press(0);
    assert.deepEqual(namesOf(element), ['Plan', 'Offer']);
    assert.deepEqual(events, ['OnRemoveFile', 'OnUndoRemoveFile']);
  });

  it('refuses what is too large or too much, and says so', async () => {
    const { element } = await mountControl<Attachments>('fx-attachments', {
      Items: items,
      MaxAttachments: 3,
      MaxAttachmentSize: 0.00001,
    });
    pick(element, file('large.png', 20), file('one.png'), file('two.png'));
    await until(() => element.Attachments.length === 3, 'the file');
    await settled(element);
    assert.deepEqual(namesOf(element), ['Plan', 'Offer', 'one.png']);
    const problems = [...element.renderRoot.querySelectorAll('.wrong')].map((problem) => problem.textContent);
    assert.match(problems[0]!, /large\.png/);
    assert.match(problems[1]!, /two\.png.*Maximum/);
    assert.isNull(element.renderRoot.querySelector('.add'), 'no more can be added');
  });

  it('a file leads only to the web', async () => {
    const { element } = await mountControl<Attachments>('fx-attachments', {
      Items: [{ Name: 'Bad', Value: script }, ...items],
    });
    assert.deepEqual([...element.renderRoot.querySelectorAll('a')].map((link) => link.href), items.map(({ Value: address }) => address)); // oxfmt-ignore
  });
});

describe('a picture to add', () => {
  it('is taken from a file, with its name', async () => {
    const { element, events } = await mountControl<AddMedia>('fx-add-media');
    pick(element, file('cat.png'));
    await until(() => element.FileName !== '', 'the picture');
    assert.equal(element.FileName, 'cat.png');
    assert.instanceOf(element.Media, BlobValue);
    assert.deepEqual(events, ['OnChange']);
    element.Reset = true;
    await settled(element);
    assert.deepEqual([element.Media, element.FileName], [null, '']);
  });

  it('is no other kind of file', async () => {
    const { element } = await mountControl<AddMedia>('fx-add-media');
    pick(element, file('notes.txt', 3, 'text/plain'));
    await settled(element);
    assert.isNull(element.Media);
    assert.notEqual(element.Error, '');
  });
});

describe('rows as files', () => {
  it('are read from JSON', async () => {
    const { element, events } = await mountControl<Import>('fx-import');
    pick(element, new File(['[{"Name":"Ada"}]'], 'people.json'));
    await until(() => element.Data.length === 1, 'the rows');
    assert.equal(field(element.Data[0] as Row, 'Name'), 'Ada');
    assert.deepEqual(events, ['OnSelect']);
    pick(element, new File(['no rows'], 'people.json'));
    await until(() => element.Error !== '', 'the error');
    assert.include(element.Error, 'people.json');
  });

  it('are written as JSON', async () => {
    const { events, part } = await mountControl<Export>('fx-export', { Data: [{ Name: 'Ada' }] });
    // The download itself is the browser's; what it is given is ours.
    let written = Promise.resolve('');
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
      written = (blob as Blob).text();
      return create(blob);
    };
    part('button').click();
    URL.createObjectURL = create;
    assert.deepEqual(JSON.parse(await written), [{ Name: 'Ada' }]);
    assert.deepEqual(events, ['OnSelect']);
  });
});
