using System.Diagnostics.CodeAnalysis;
using Headgate.Ledger;

namespace Headgate.Verify;

/// <summary>What was asked on the command line.</summary>
/// <param name="Keys">The pinned keys of one ledger, oldest first; empty where none was given.</param>
internal sealed record Options(IReadOnlyList<string> Paths, IReadOnlyList<VerifierKey> Keys, bool Json, bool Help, bool Version)
{
    public const string HelpText =
        """
        Verifies what Headgate left behind, offline, trusting nothing of the platform's.

        Usage: headgate-verify PATH… [--key VKEY|FILE] [--json]

          PATH         the folder of a sealed data set, an evidence pack, a signed checkpoint, a receipt, or the
                       folder of a published log; beside a log, everything else is also checked to be part of
                       its history, and an evidence pack to lack none of its public acts
          --key        the ledger's key, as you had it from elsewhere (its text, or a file that holds it,
                       and perhaps the keys that it handed over to, one a line, such as `ledger.vkeys`);
                       without it the key that lies beside the data is trusted, which shows only that
                       one key made everything
          --json       one JSON document: ok, problems [{path, problem}], trusted [{path, key, pinned}]
          --version    prints the version
          --help       prints this

        Exit codes: 0 it holds, 4 it does not hold, 2 bad usage or nothing at PATH.

        Example: headgate-verify training-2025-11-03 --key example.com/ledger+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k

        """;

    private const int MostKeyCharacters = 1 << 20;

    /// <param name="problem">Why the arguments cannot be understood.</param>
    public static bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(true)] out Options? options, out string problem)
    {
        (options, problem) = (null, "");
        var (paths, json, help, version, verbatim) = (new List<string>(), false, false, false, false);
        IReadOnlyList<VerifierKey>? keys = null;
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
                case "--key" when keys is not null:
                    problem = "`--key` is given twice";
                    return false;
                case "--key" when i + 1 < arguments.Count:
                    if (!TryKeys(arguments[++i], out keys, out problem)) return false;
                    break;
                case "--key":
                    problem = "`--key` needs a key or a file";
                    return false;
                default:
                    problem = $"`{arguments[i]}` is no option";
                    return false;
            }
        if (paths.Count == 0 && !help && !version) problem = "no path is given";
        else options = new(paths, keys ?? [], json, help, version);
        return options is not null;
    }

    private static bool TryKeys(string text, [NotNullWhen(true)] out IReadOnlyList<VerifierKey>? keys, out string problem)
    {
        problem = "";
        keys = VerifierKey.TryParse(text, out var key) ? [key] : null;
        if (keys is not null) return true;
        if (!File.Exists(text)) problem = $"`{text}` is neither a key nor a file";
        else if (KeyChain.TryParse(Start(text), out keys)) return true;
        else problem = $"`{text}` does not hold a key, such as `example.com/ledger+530d903a+Aeky…`, each that follows signed by the one before it";
        return false;
    }

    private static string Start(string file)
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
