import { expect } from 'chai';
import { data, dataFiles } from './environment/data.ts';

describe('the page that tests run in', () => {
  it('reaches nothing but this machine', async () => {
    let reached = true;
    await fetch('https://example.com/', { mode: 'no-cors' }).catch(() => (reached = false));
    expect(reached).to.equal(false);
  });

  it('says so where a file of test data is absent', async () => {
    expect(await data('no/such/file.json')).to.equal(undefined);
    expect(await dataFiles('no/such/folder')).to.deep.equal([]);
    expect(await data('../../etc/passwd')).to.equal(undefined);
  });

  it('animates', async () => {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  });
});
