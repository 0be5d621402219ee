using System.Diagnostics.CodeAnalysis;
using Headgate.Ledger;

namespace Headgate.Verify;

/// <summary>What was asked on the command line.</summary>
/// <param name="Key">The pinned key; null where none was given.</param>
internal sealed record Options(IReadOnlyList<string> Paths, VerifierKey? Key, bool Json, bool Help, bool Version)
{
    public const string HelpText =
        """
        Verifies what Headgate left behind, offline, trusting nothing of the platform's.

        Usage: headgate-verify PATH… [--key VKEY|FILE] [--json]

          PATH         the folder of a sealed data set, a signed checkpoint, or a receipt
          --key        the ledger's key, as you had it from elsewhere (its text, or a file that holds it);
                       without it the key that lies beside the data is trusted, which shows only that
                       one key made everything
          --json       one JSON document: ok, problems [{path, problem}], trusted [{path, key, pinned}]
          --version    prints the version
          --help       prints this

        Exit codes: 0 it holds, 4 it does not hold, 2 bad usage or nothing at PATH.

        Example: headgate-verify training-2025-11-03 --key example.com/ledger+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k

        """;

    private const int MostKeyCharacters = 4096;

    /// <param name="problem">Why the arguments cannot be understood.</param>
    public static bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(true)] out Options? options, out string problem)
    {
        (options, problem) = (null, "");
        var (paths, json, help, version, verbatim) = (new List<string>(), false, false, false, false);
        VerifierKey? key = null;
        for (var i = 0; i < arguments.Count; i++)
            switch (arguments[i])
            {
                case var path when verbatim || !path.StartsWith('-'):
                    paths.Add(path);
                    break;
                case "--":
                    verbatim = true;
                    break;
                case "--json":
                    json = true;
                    break;
                case "--help" or "-h" or "-?":
                    help = true;
                    break;
                case "--version":
                    version = true;
                    break;
                case "--key" when key is not null:
                    problem = "`--key` is given twice";
                    return false;
                case "--key" when i + 1 < arguments.Count:
                    if (!TryKey(arguments[++i], out key, out problem)) return false;
                    break;
                case "--key":
                    problem = "`--key` needs a key or a file";
                    return false;
                default:
                    problem = $"`{arguments[i]}` is no option";
                    return false;
            }
        if (paths.Count == 0 && !help && !version) problem = "no path is given";
        else options = new(paths, key, json, help, version);
        return options is not null;
    }

    private static bool TryKey(string text, [NotNullWhen(true)] out VerifierKey? key, out string problem)
    {
        problem = "";
        if (VerifierKey.TryParse(text, out key)) return true;
        if (!File.Exists(text)) problem = $"`{text}` is neither a key nor a file";
        else if (VerifierKey.TryParse(FirstLine(text), out key)) return true;
        else problem = $"`{text}` does not hold a key, such as `example.com/ledger+530d903a+Aeky…`";
        return false;
    }

    private static string FirstLine(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            var text = new char[MostKeyCharacters];
            return new string(text, 0, reader.ReadBlock(text)).TrimEnd('\r', '\n');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
