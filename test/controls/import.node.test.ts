import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

describe('controls in Node', () => {
  it('bring their declarations, and touch no page', async () => {
    assert.equal(typeof window, 'undefined');
    const { catalogue, findControl } = await import('../../src/controls/index.ts');
    assert.equal(typeof window, 'undefined');
    assert.ok(catalogue.length >= 10);
    assert.equal(findControl('Classic/Button@2.2.0')?.definition.name, 'Button');
    assert.equal(findControl('GroupContainer@1.3.0', 'ManualLayout')?.defaults['LayoutMode'], 'manual');
    assert.equal(findControl('DropDown@0.0.45')?.defaults['AllowEmptySelection'], true);
    assert.equal(
      findControl('Gallery@2.15.0', 'BrowseLayout_Horizontal_TwoTextOneImageVariant_ver5.0')?.defaults['Layout'],
      'horizontal',
    );
    assert.equal(findControl('Nonsense'), undefined);
    assert.equal(findControl('constructor'), undefined);
  });
});
