using System.CommandLine;
using System.Globalization;

namespace Azu.Cli;

/// <summary>An option that is a number within bounds.</summary>
internal static class NumberOption
{
    public static Option<int> Whole(string name, string description, int preset, int least) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => preset,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least) return number;
            result.AddError($"{name} must be a whole number of at least {least}.");
            return preset;
        },
    };

    public static Option<double> Seconds(string name, string description, double preset, double least, double most) => new(name)
    {
        Description = description,
        HelpName = "seconds",
        DefaultValueFactory = _ => preset,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least
                && number <= most)
                return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number of seconds between {least} and {most}."));
            return preset;
        },
    };
}
