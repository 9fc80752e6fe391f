import type { Value } from '../formula/index.ts';
import { Button } from './button.ts';
import { Avatar } from './avatar.ts';
import { Badge } from './badge.ts';
import { CheckBox } from './check-box.ts';
import { Circle } from './circle.ts';
import { ComboBox } from './combo-box.ts';
import { DatePicker } from './date-picker.ts';
import { Header } from './header.ts';
import { HtmlViewer } from './html-viewer.ts';
import { Link } from './link.ts';
import { ListBox } from './list-box.ts';
import { NumberInput } from './number-input.ts';
import { Progress } from './progress.ts';
import { Radio } from './radio.ts';
import { Rating } from './rating.ts';
import { Slider } from './slider.ts';
import { Spinner } from './spinner.ts';
import { TabList } from './tab-list.ts';
import { Timer } from './timer.ts';
import type { ControlElement } from './control.ts';
import type { ControlDefinition } from './definition.ts';
import { DropDown } from './drop-down.ts';
import { GalleryRow } from './gallery-row.ts';
import { Gallery } from './gallery.ts';
import { GroupContainer } from './group-container.ts';
import { Icon } from './icon.ts';
import { Image } from './image.ts';
import { Label } from './label.ts';
import { Placeholder } from './placeholder.ts';
import { Rectangle } from './rectangle.ts';
import { Screen } from './screen.ts';
import { TextInput } from './text-input.ts';
import { Toggle } from './toggle.ts';

/** A kind of control: the class of its elements, with its declaration. */
export interface ControlKind {
  new (): ControlElement;
  readonly definition: ControlDefinition;
}

/** Every kind of control. Adding one is adding its line here. */
export const catalogue: readonly ControlKind[] = [
  // Screens and layout
  Screen,
  GroupContainer,
  Header,
  // Text and pictures
  Label,
  Link,
  HtmlViewer,
  Badge,
  Icon,
  Image,
  Avatar,
  Rectangle,
  Circle,
  // Progress and time
  Progress,
  Spinner,
  Timer,
  // Input
  Button,
  TextInput,
  NumberInput,
  DatePicker,
  DropDown,
  ComboBox,
  ListBox,
  Radio,
  CheckBox,
  Toggle,
  Slider,
  Rating,
  TabList,
  // Lists
  Gallery,
  GalleryRow,
  // What is missing
  Placeholder,
];

/** A kind, and the defaults that its template and variant in an app file change. */
export interface FoundControl {
  readonly definition: ControlDefinition;
  readonly defaults: { readonly [property: string]: Value };
}

const byName = new Map<string, ControlKind>();
for (const kind of catalogue) {
  for (const name of [kind.definition.name, ...(kind.definition.aliases ?? [])]) byName.set(name.toLowerCase(), kind);
}

/**
 * The kind that an app file means: `Button`, `Classic/Button@2.2.0`, `GroupContainer@1.3.0` with the variant `ManualLayout`. A family
 * before `/` and a version after `@` may be missing. Undefined where there is no such kind.
 */
export function findControl(template: string, variant?: string): FoundControl | undefined {
  const [name = '', version = ''] = template.split('@');
  const kind = byName.get(name.toLowerCase()) ?? byName.get(name.replace(/^[^/]*\//, '').toLowerCase());
  if (kind === undefined) return undefined;
  const { definition } = kind;
  const defaults = {
    ...(isModern(name, version) ? definition.modern : {}),
    ...(variant === undefined ? {} : variantDefaults(definition, variant)),
  };
  return { definition, defaults };
}

/** Modern templates are called so, or have versions below 2 under the same name as a classic one of version 2. */
const isModern = (name: string, version: string): boolean =>
  /^Modern|CoreControls|Canvas$/i.test(name) || /^[01]\./.test(version);

/** Variants of galleries and the like carry more than one word: `BrowseLayout_Vertical_TwoTextOneImageVariant_ver5.0`. */
function variantDefaults(definition: ControlDefinition, variant: string): { readonly [property: string]: Value } {
  const variants = Object.entries(definition.variants ?? {});
  const words = variant.toLowerCase().split('_');
  const exact = variants.find(([name]) => name.toLowerCase() === variant.toLowerCase());
  return (exact ?? variants.find(([name]) => words.includes(name.toLowerCase())))?.[1] ?? {};
}
