/** The values of an option that may be given several times, and the other arguments. */
export function takeOption(
  args: readonly string[],
  option: string,
): { readonly asked: readonly string[]; readonly others: readonly string[] } {
  const asked: string[] = [];
  const others: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument === option) asked.push(args[++i] ?? '');
    else if (argument.startsWith(`${option}=`)) asked.push(argument.slice(option.length + 1));
    else others.push(argument);
  }
  return { asked, others };
}
