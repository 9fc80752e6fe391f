/** The values of an option that may be given several times, and the other arguments. Throws, as `parseArgs` does, where a value is missing. */
export function takeOption(
  args: readonly string[],
  option: string,
): { readonly asked: readonly string[]; readonly others: readonly string[] } {
  const asked: string[] = [];
  const others: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument === option) {
      const value = args[++i];
      if (value === undefined) throw Object.assign(new RangeError(`${option} needs a value.`), { code: 'ERR_PARSE_ARGS_VALUE' });
      asked.push(value);
    } else if (argument.startsWith(`${option}=`)) asked.push(argument.slice(option.length + 1));
    else others.push(argument);
  }
  return { asked, others };
}
