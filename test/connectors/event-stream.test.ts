import { expect } from 'chai';
import fc from 'fast-check';
import { EventStreamParser, LineParser, type ServerEvent } from '../../src/connectors/streams/event-stream.ts';

const read = (...pieces: string[]): ServerEvent[] => {
  const parser = new EventStreamParser();
  return pieces.flatMap((piece) => [...parser.push(piece)]);
};
const message = (data: string, id = ''): ServerEvent => ({ event: 'message', data, id });

describe('server-sent events', () => {
  // The examples of WHATWG HTML, "Interpreting an event stream".
  it('are read as the standard says', () => {
    expect(read('data: YHOO\ndata: +2\ndata: 10\n\n')).to.deep.equal([message('YHOO\n+2\n10')]);
    expect(read(': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n')).to.deep.equal([
      message('first event', '1'),
      message('second event'),
      message(' third event'),
    ]);
    expect(read('data\n\ndata\ndata\n\ndata:')).to.deep.equal([message(''), message('\n')]);
    expect(read('data:test\n\ndata: test\n\n')).to.deep.equal([message('test'), message('test')]);
    expect(read('\uFEFFevent: add\ndata: 7\n\n')).to.deep.equal([{ event: 'add', data: '7', id: '' }]);
    expect(read('id: 1\0\ndata: x\n\nid: 2\n\ndata: y\n\n')).to.deep.equal([message('x'), message('y', '2')]);
  });

  it('keep the pause that the server asks for', () => {
    const parser = new EventStreamParser();
    parser.push('retry: 250\nretry: soon\n\n');
    expect(parser.retry).to.equal(250);
  });

  it('come out the same however the text is cut, and whatever ends the lines', () => {
    const text = 'data: one\ndata: two\nid: 4\n\nevent: e\ndata: three\n\n: note\n\ndata: four\n\n';
    const whole = read(text);
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat(text.length * 2)), (end, cuts) => {
        const stream = text.replaceAll('\n', end);
        const places = [0, ...cuts.filter((cut) => cut < stream.length).toSorted((a, b) => a - b), stream.length];
        // A final CR might be followed by LF: the last event waits for one more character.
        const pieces = places.slice(1).map((to, i) => stream.slice(places[i], to));
        expect(read(...pieces, ':')).to.deep.equal(whole);
      }),
    );
  });
});

describe('JSON lines', () => {
  it('come out the same however the text is cut', () => {
    const text = '{"a":1}\r\n\n\u001E{"b":2}\n3';
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = new LineParser();
      expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut)), ...parser.end()]).to.deep.equal([
        '{"a":1}',
        '{"b":2}',
        '3',
      ]);
    }
  });
});
