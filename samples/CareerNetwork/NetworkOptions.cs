using System.Globalization;

namespace CareerNetwork;

/// <summary>How the network is set up. Keys come from the environment: a command line can be read by everybody on the machine.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Data">The folder in which it keeps everything.</param>
/// <param name="Headgate">Headgate's address.</param>
/// <param name="PlatformKey">With which it speaks of its members; null where it has none.</param>
/// <param name="TrainerKey">With which its trainer asks for permits.</param>
/// <param name="Gate">The program and first arguments of the gate that the nightly export goes through; none where there is none.</param>
/// <param name="DataSets">Where the gate puts data sets, and Headgate looks for them.</param>
/// <param name="ExportAt">The hour of the day at which the nightly export begins, by this machine's clock.</param>
/// <param name="EndsWithInput">Whether it ends when its standard input does.</param>
public sealed record NetworkOptions(string Url, string Data, Uri Headgate, string? PlatformKey, string? TrainerKey, IReadOnlyList<string> Gate, string DataSets, int ExportAt = NetworkOptions.UsualHour, bool EndsWithInput = false)
{
    public const int UsualHour = 3;

    public const string Usage =
        """
        usage: CareerNetwork --headgate URL --data DIR [--urls URL] [--data-sets DIR] [--export-at HOUR] [--gate PROGRAM [ARGUMENT…]]

          --headgate   the address of `headgate serve`
          --data       the folder that keeps people, posts and exports
          --urls       where to listen (default http://localhost:5180)
          --data-sets  where data sets lie (default DIR/data-sets; give `headgate serve` the same)
          --export-at  the hour of the day of the nightly export, 0 to 23 (default 3)
          --ends-with-input  end when standard input does: for whoever starts it from a program
          --gate       the command before `gate FILE …`, such as `headgate --ledger DIR`; what follows it belongs to it

        HEADGATE_PLATFORM_KEY and HEADGATE_TRAINER_KEY hold its keys, of the roles platform and engineer.
        Without Headgate it runs too, and treats everybody as not usable.
        """;

    public static NetworkOptions? Read(IReadOnlyList<string> arguments, out string problem)
    {
        problem = "";
        var endsWithInput = false;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> gate = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--gate")
            {
                gate = [.. arguments.Skip(i + 1)];
                break;
            }
            if (arguments[i] == "--ends-with-input")
            {
                endsWithInput = true;
                continue;
            }
            if (arguments[i] is not ("--headgate" or "--data" or "--urls" or "--data-sets" or "--export-at") || i + 1 == arguments.Count)
            {
                problem = $"`{arguments[i]}` is not understood here";
                return null;
            }
            given[arguments[i]] = arguments[++i];
        }
        if (!Uri.TryCreate(given.GetValueOrDefault("--headgate"), UriKind.Absolute, out var headgate) || headgate.Scheme is not ("http" or "https")) problem = "`--headgate` needs the address of a server";
        else if (given.GetValueOrDefault("--data") is not { } data) problem = "`--data` needs a folder";
        else if (!int.TryParse(given.GetValueOrDefault("--export-at", UsualHour.ToString(CultureInfo.InvariantCulture)), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 23) problem = "`--export-at` needs an hour from 0 to 23";
        else
            return new(
                given.GetValueOrDefault("--urls", "http://localhost:5180"), data, headgate, Environment.GetEnvironmentVariable("HEADGATE_PLATFORM_KEY"), Environment.GetEnvironmentVariable("HEADGATE_TRAINER_KEY"),
                gate, given.GetValueOrDefault("--data-sets", Path.Combine(data, "data-sets")), hour, endsWithInput);
        return null;
    }
}
