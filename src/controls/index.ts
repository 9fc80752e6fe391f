/**
 * Controls as custom elements. Importing this folder defines them all, where there is a page to define them in; in Node it only brings
 * the declarations. How a host drives an element is told at `ControlElement`.
 */
import { loadedKinds } from './catalogue.ts';
import './documentation.ts';
import type { ControlKind } from './define.ts';

export * from './core.ts';
export { Button } from './button.ts';
export { AddMedia } from './add-media.ts';
export { Attachments } from './attachments.ts';
export { DataField } from './data-field.ts';
export { FluidGrid } from './fluid-grid.ts';
export { RichTextEditor } from './rich-text-editor.ts';
export { DataTable } from './data-table.ts';
export { DataTableColumn } from './data-table-column.ts';
export { ColumnChart } from './column-chart.ts';
export { LineChart } from './line-chart.ts';
export { PieChart } from './pie-chart.ts';
export { Legend } from './legend.ts';
export { Video } from './video.ts';
export { Audio } from './audio.ts';
export { StreamVideo } from './stream-video.ts';
export { Camera } from './camera.ts';
export { Microphone } from './microphone.ts';
export { PdfViewer } from './pdf-viewer.ts';
export { PowerBITile } from './power-bi-tile.ts';
export { PenInput } from './pen-input.ts';
export { Export, Import } from './file-buttons.ts';
export { Toolbar } from './toolbar.ts';
export { Avatar } from './avatar.ts';
export { Badge } from './badge.ts';
export { CheckBox } from './check-box.ts';
export { Circle } from './circle.ts';
export { Hexagon, Octagon, Pentagon, Triangle } from './polygons.ts';
export { Star } from './star.ts';
export { Arrow } from './arrow.ts';
export { PartialCircle } from './partial-circle.ts';
export { InfoButton } from './info-button.ts';
export { ComboBox } from './combo-box.ts';
export { DatePicker } from './date-picker.ts';
export { Header } from './header.ts';
export { HtmlViewer } from './html-viewer.ts';
export { Link } from './link.ts';
export { ListBox } from './list-box.ts';
export { NumberInput } from './number-input.ts';
export { Progress } from './progress.ts';
export { Radio } from './radio.ts';
export { Rating } from './rating.ts';
export { Slider } from './slider.ts';
export { Spinner } from './spinner.ts';
export { TabList } from './tab-list.ts';
export { Timer } from './timer.ts';
export { DataCard } from './data-card.ts';
export { DropDown } from './drop-down.ts';
export { EditForm } from './edit-form.ts';
export { FormViewer } from './form-viewer.ts';
export { Gallery } from './gallery.ts';
export { GalleryRow } from './gallery-row.ts';
export { CanvasComponent } from './canvas-component.ts';
export { Group } from './group.ts';
export { GroupContainer } from './group-container.ts';
export { Icon } from './icon.ts';
export { Image } from './image.ts';
export { Label } from './label.ts';
export { Placeholder } from './placeholder.ts';
export { Rectangle } from './rectangle.ts';
export { Screen } from './screen.ts';
export { TextInput } from './text-input.ts';
export { Toggle } from './toggle.ts';

/** Every kind of control. */
export const catalogue: readonly ControlKind[] = loadedKinds();

// A module cannot import itself by name.
// oxlint-disable-next-line typescript/consistent-type-imports
type Kinds = typeof import('./index.ts');
type Tags = {
  [
    N in keyof Kinds as Kinds[N] extends (new () => object) & { readonly definition: { readonly tag: infer T extends string } }
      ? T
      : never
  ]: Kinds[N] extends new () => infer E ? E : never;
};

declare global {
  interface HTMLElementTagNameMap extends Tags {}
}
