import type { OptionSet } from '../formula/index.ts';

/** An enumeration as Power Apps has it: members are texts, and a text is as good as a member. */
/* @__NO_SIDE_EFFECTS__ */
const textEnum = (name: string, members: { readonly [member: string]: string }): OptionSet => ({
  name,
  backing: 'text',
  members: new Map(Object.entries(members)),
  source: 'enum',
  acceptsBacking: true,
  coercesToBacking: true,
});

/** An enumeration whose members are worth their own names in lower case. */
/* @__NO_SIDE_EFFECTS__ */
const named = (name: string, ...members: readonly string[]): OptionSet =>
  textEnum(name, Object.fromEntries(members.map((member) => [member, member.toLowerCase()])));

/** An enumeration whose members are worth their own names, as the modern controls have it. */
/* @__NO_SIDE_EFFECTS__ */
const plain = (name: string, ...members: readonly string[]): OptionSet =>
  textEnum(name, Object.fromEntries(members.map((member) => [member, member.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')])));

// Text
export const Align = textEnum('Align', {
  Left: 'left',
  Right: 'right',
  Center: 'center',
  Justify: 'justify',
  Start: 'start',
  End: 'end',
});
export const VerticalAlign = named('VerticalAlign', 'Top', 'Middle', 'Bottom');
export const Font = textEnum('Font', {
  Arial: 'Arial',
  'Courier New': "'Courier New', monospace",
  'Dancing Script': "'Dancing Script', cursive",
  Georgia: 'Georgia, serif',
  Great_Vibes: "'Great Vibes', cursive",
  Lato: "Lato, 'Open Sans', sans-serif",
  'Lato Black': "'Lato Black', Lato, sans-serif",
  'Lato Hairline': "'Lato Hairline', Lato, sans-serif",
  'Lato Light': "'Lato Light', Lato, sans-serif",
  'Open Sans': "'Open Sans', sans-serif",
  'Open Sans Condensed': "'Open Sans Condensed', sans-serif",
  'Patrick Hand': "'Patrick Hand', cursive",
  'Segoe UI': "'Segoe UI', 'Open Sans', sans-serif",
  Verdana: 'Verdana, sans-serif',
});
export const FontWeight = textEnum('FontWeight', { Normal: 'normal', Semibold: '600', Bold: 'bold', Lighter: 'lighter' });
export const Overflow = named('Overflow', 'Hidden', 'Scroll');
export const Live = named('Live', 'Off', 'Polite', 'Assertive');
export const TextRole = named('TextRole', 'Default', 'Heading1', 'Heading2', 'Heading3', 'Heading4');

// Input
export const DisplayMode = named('DisplayMode', 'Edit', 'View', 'Disabled');
export const TextMode = named('TextMode', 'SingleLine', 'Password', 'MultiLine');
export const TextFormat = named('TextFormat', 'Text', 'Number');
export const VirtualKeyboardMode = named('VirtualKeyboardMode', 'Auto', 'Numeric', 'Text');
export const TextPosition = named('TextPosition', 'Left', 'Right');
export const DateTimeZone = named('DateTimeZone', 'Local', 'UTC');
export const Layout = named('Layout', 'Horizontal', 'Vertical');

export const PenMode = named('PenMode', 'Draw', 'Erase', 'Select');
export const PdfZoom = textEnum('Zoom', {
  FitWidth: 'page-width',
  FitHeight: 'page-height',
  FitBoth: 'page-fit',
  Automatic: 'auto',
});

// Looks
export const ToolbarAlignment = plain('Toolbar.Alignment', 'Horizontal', 'Vertical');
export const ToolbarPadding = plain('Toolbar.Padding', 'Small', 'Medium', 'Large');
export const GridStyle = named('GridStyle', 'All', 'None', 'XOnly', 'YOnly');
export const PieLabelPosition = named('LabelPosition', 'Outside', 'Inside');
export const ArrowDirection = named('ArrowDirection', 'Next', 'Back');
export const BorderStyle = named('BorderStyle', 'None', 'Solid', 'Dashed', 'Dotted');
export const DropShadow = named('DropShadow', 'None', 'Light', 'SemiLight', 'Regular', 'SemiBold', 'Bold', 'ExtraBold');
export const ImagePosition = named('ImagePosition', 'Fill', 'Fit', 'Stretch', 'Tile', 'Center');
export const ImageRotation = named('ImageRotation', 'None', 'Rotate90', 'Rotate180', 'Rotate270');
export const Transition = named('Transition', 'None', 'Push', 'Pop');
export const LoadingSpinner = named('LoadingSpinner', 'None', 'Data', 'Controls');

// Layout
export const LayoutMode = named('LayoutMode', 'Manual', 'Auto', 'Grid');
export const LayoutDirection = named('LayoutDirection', 'Horizontal', 'Vertical');
export const LayoutAlignItems = named('LayoutAlignItems', 'Start', 'Center', 'End', 'Stretch');
export const LayoutJustifyContent = textEnum('LayoutJustifyContent', {
  Start: 'start',
  Center: 'center',
  End: 'end',
  SpaceBetween: 'space-between',
});
export const LayoutOverflow = named('LayoutOverflow', 'Hide', 'Scroll');
export const AlignInContainer = named('AlignInContainer', 'SetByContainer', 'Start', 'Center', 'End', 'Stretch');

// Screens and messages
export const ScreenTransition = named('ScreenTransition', 'None', 'Fade', 'Cover', 'CoverRight', 'UnCover', 'UnCoverRight');
export const NotificationType = named('NotificationType', 'Information', 'Success', 'Warning', 'Error');

// Modern controls
export const ButtonAppearance = plain('ButtonCanvas.Appearance', 'Primary', 'Secondary', 'Outline', 'Subtle', 'Transparent');
export const ButtonLayout = textEnum('ButtonCanvas.Layout', {
  IconBefore: 'Icon before',
  IconAfter: 'Icon after',
  IconOnly: 'Icon only',
  TextOnly: 'Text only',
});
export const IconStyle = plain('ButtonCanvas.IconStyle', 'Outline', 'Filled');
export const DatePickerFormat = textEnum('DatePickerCanvas.Format', {
  Short: 'ShortDate',
  Long: 'LongDate',
  LongAbbreviated: 'ddd, mmm d, yyyy',
});
export const TextWeight = plain('TextCanvas.Weight', 'Regular', 'Medium', 'Semibold', 'Bold');
export const TextInputType = plain('TextInputCanvas.Type', 'Text', 'Password', 'Search');
export const TriggerOutput = plain('TextInputCanvas.TriggerOutput', 'FocusOut', 'WhileTyping', 'Delayed');
export const InputAppearance = plain('TextInputCanvas.Appearance', 'FilledDarker', 'FilledLighter', 'Outline');
export const ValidationState = plain('ValidationState', 'None', 'Error', 'Warning', 'Success');
export const LabelPosition = plain('Toggle.LabelPosition', 'Before', 'After', 'Above');
export const BadgeAppearance = plain('BadgeCanvas.Appearance', 'Filled', 'Ghost', 'Outline', 'Tint');
export const BadgeColor = plain(
  'BadgeCanvas.ThemeColor',
  'Brand',
  'Danger',
  'Important',
  'Informative',
  'Severe',
  'Subtle',
  'Success',
  'Warning',
);
export const BadgeShape = plain('BadgeCanvas.Shape', 'Circular', 'Rounded', 'Square');
export const SpinnerAppearance = plain('Spinner.Appearance', 'Primary', 'Inverted');
export const SpinnerLabelPosition = plain('Spinner.LabelPosition', 'Before', 'After', 'Above', 'Below');
export const ProgressThickness = plain('Progress.Thickness', 'Medium', 'Large');
export const ProgressShape = plain('Progress.Shape', 'Rounded', 'Square');
export const ProgressColor = plain('Progress.ProgressColor', 'Brand', 'Success', 'Warning', 'Error');
export const LinkAppearance = plain('LinkCanvas.Appearance', 'Default', 'Subtle');
export const AvatarShape = plain('Avatar.Shape', 'Circular', 'Square');
export const AvatarAppearance = plain('Avatar.Appearance', 'Brand', 'Neutral', 'Colorful');
export const AvatarBadge = plain('Avatar.Badge', 'None', 'Available', 'Away', 'Busy', 'DoNotDisturb', 'Offline', 'OutOfOffice');
export const HeaderStyle = plain('Header.Style', 'Primary', 'Neutral', 'Transparent');
export const TabListSize = plain('TabList.Size', 'Small', 'Medium', 'Large');
export const DecimalPrecision = plain('DecimalPrecision', 'Auto', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10');
export const SpinnerSize = plain('Spinner.SpinnerSize', 'Tiny', 'ExtraSmall', 'Small', 'Medium', 'Large', 'ExtraLarge', 'Huge');

/** The switches of the modern table, each a set of its own: `'PowerAppsOneGrid.EnableSorting'.Enable`. */
/* @__NO_SIDE_EFFECTS__ */
const enabling = (name: string): OptionSet => textEnum(`PowerAppsOneGrid.${name}`, { Enable: 'yes', Disable: 'no' });
export const EnableSorting = enabling('EnableSorting');
export const EnableMultipleSelection = enabling('EnableMultipleSelection');
export const ShowColumnHeaders = enabling('ShowColumnHeaders');
export const ShowFooter = enabling('ShowFooter');

/** Every name of `Icon`, each worth `builtinicon:` and its own name. */
const iconNames =
  'Add AddDocument AddLibrary AddToCalendar AddUser Airplane Alarm ArrowDown ArrowLeft ArrowRight ArrowUp BackArrow Bell Blocked ' +
  'Bookmark BookmarkFilled Bug Bus CalendarBlank Camera CameraAperture Cancel CancelBadge Cars Check CheckBadge ChevronDown ' +
  'ChevronLeft ChevronRight ChevronUp ClearDrawing Clock CollapseView ColorPicker Compose ComputerDesktop Controller Copy Crop ' +
  'Currency Cut Database DetailList Devices Diamond DockCheckProperties DockLeft DockRight Document DocumentCheckmark DocumentPDF ' +
  'DocumentWithContent Download Draw Edit EmojiFrown EmojiHappy EmojiNeutral EmojiSad EmojiSmile Enhance Erase Error ExpandView ' +
  'Export Filter FilterFlat FilterFlatFilled Flag Folder ForkKnife Globe GlobeNotConnected Hamburger HalfFilledCircle Health Heart Help History ' +
  'Home HorizontalLine Hospital Hotel Humans Image Import Information Items Journal Key Laptop LevelsLayersItems Lightbulb ' +
  'LightningBolt LikeDislike LineWeight Link ListReminder ListScrollEmpty ListScrollWatchlist ListWatchlistRemind Location Lock ' +
  'LogJournal Mail Manufacture Medical Message Microphone Mobile Money More Newspaper NextArrow Note Notebook OfficeBuilding ' +
  'OpenInNewWindow Options PaperClip Paste People Person Phone PhonebookUnsynced PhotosPictures Pin Post Poll Presentation Print ' +
  'Printing3D Publish QuestionMark RadarActivityMonitor Redo Reload Reset Save Scan Search Send Settings Share Shirt Shop ShoppingCart ' +
  'Signal Sort SpeakerOff Star StarFilled Support Sync Tablet Tag Text ThumbsDown ThumbsDownFilled ThumbsUp ThumbsUpFilled Tools ' +
  'ToolsWrench Train Transportation Trash Tray Trending TrendingHashtag TrendingUpwards Undo Unlock VerticalLine Video View Voicemail ' +
  'Warning Waypoint Weather ZoomIn ZoomOut';
/* @__NO_SIDE_EFFECTS__ */
const iconEnum = (names: string): OptionSet =>
  textEnum('Icon', Object.fromEntries(names.split(' ').map((name) => [name, `builtinicon:${name}`])));
export const Icon = iconEnum(iconNames);

/** Every enumeration that properties of controls use, for the scope of an app. */
export const enums: readonly OptionSet[] = [
  Align,
  VerticalAlign,
  Font,
  FontWeight,
  Overflow,
  Live,
  TextRole,
  DisplayMode,
  TextMode,
  TextFormat,
  VirtualKeyboardMode,
  TextPosition,
  DateTimeZone,
  Layout,
  BorderStyle,
  DropShadow,
  ImagePosition,
  ImageRotation,
  Transition,
  LoadingSpinner,
  LayoutMode,
  LayoutDirection,
  LayoutAlignItems,
  LayoutJustifyContent,
  LayoutOverflow,
  AlignInContainer,
  ArrowDirection,
  PenMode,
  PdfZoom,
  ToolbarAlignment,
  ToolbarPadding,
  GridStyle,
  PieLabelPosition,
  ScreenTransition,
  NotificationType,
  ButtonAppearance,
  ButtonLayout,
  IconStyle,
  DatePickerFormat,
  TextWeight,
  TextInputType,
  TriggerOutput,
  InputAppearance,
  ValidationState,
  LabelPosition,
  BadgeAppearance,
  BadgeColor,
  BadgeShape,
  EnableSorting,
  EnableMultipleSelection,
  ShowColumnHeaders,
  ShowFooter,
  SpinnerAppearance,
  SpinnerLabelPosition,
  SpinnerSize,
  ProgressThickness,
  ProgressShape,
  ProgressColor,
  LinkAppearance,
  AvatarShape,
  AvatarAppearance,
  AvatarBadge,
  HeaderStyle,
  TabListSize,
  DecimalPrecision,
  Icon,
];

/** Further names of enumerations: modern controls have sets of their own for what classic ones share. */
export const enumAliases: readonly (readonly [name: string, set: OptionSet])[] = [
  'TextCanvas',
  'TextInputCanvas',
  'LinkCanvas',
].flatMap((kind) => [
  [`${kind}.Align`, Align],
  [`${kind}.VerticalAlign`, VerticalAlign],
]);
