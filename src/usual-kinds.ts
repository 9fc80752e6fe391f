/** The kinds of controls that nearly every app has: pages have them at first, and load all others by name. */
import './controls/screen.ts';
import './controls/group-container.ts';
import './controls/label.ts';
import './controls/icon.ts';
import './controls/image.ts';
import './controls/rectangle.ts';
import './controls/button.ts';
import './controls/text-input.ts';
import './controls/gallery.ts';
import './controls/placeholder.ts';
import './controls/autoload.ts';
