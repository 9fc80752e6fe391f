/** What controls say by themselves, in one place. A page may change any of them: `Object.assign(messages, {noItems: 'Keine Einträge'})`. */
export const messages = {
  noItems: 'Nothing to show',
  list: 'List',
  progress: 'Progress',
  increase: 'Increase',
  decrease: 'Decrease',
  today: 'Today',
  openCalendar: 'Choose a date',
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  remove: (what: string): string => `Remove ${what}`,
  noMatches: 'No matches',
  profile: 'Profile',
  rated: (value: number, max: number): string => `${value} of ${max}`,
  clear: 'Clear',
  missing: 'Please fill in this field.',
  partial: (shown: number, total: number | undefined): string =>
    total === undefined ? `Showing the first ${count(shown)}` : `Showing the first ${count(shown)} of ${count(total)}`,
  more: 'More load as you scroll.',
  loading: 'Loading',
  loadingMore: 'Loading more …',
  notAPicture: 'This address is not one of a picture.',
  pictureFailed: 'The picture could not be loaded.',
  unknownControl: (name: string): string => `There is no control “${name}” here.`,
};

const count = (number: number): string => number.toLocaleString();
