using System.Globalization;

namespace Headgate;

/// <summary>A policy tells apart more cases than a decision table holds, or than two policies are compared over.</summary>
/// <param name="cells">How many at least.</param>
/// <param name="most">How many there may be.</param>
/// <param name="dimension">The field of <c>when</c> that tells most apart.</param>
/// <param name="rules">The rules and suspensions that name it.</param>
public sealed class TableTooLargeException(long cells, long most, string dimension, IReadOnlyList<string> rules)
    : Exception(Words(cells, most, dimension, rules))
{
    private const int MostNamed = 3;

    /// <summary>The field that tells most apart.</summary>
    public string Dimension { get; } = dimension;

    /// <summary>What to do about it.</summary>
    public string Help => $"let fewer rules name `{Dimension}`, give them the same values, or join rules that differ in nothing else";

    private static string Words(long cells, long most, string dimension, IReadOnlyList<string> rules)
    {
        var named = string.Join(", ", rules.Take(MostNamed).Select(rule => $"`{rule}`"));
        var others = rules.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {rules.Count - MostNamed} more") : "";
        return string.Create(CultureInfo.InvariantCulture, $"the policy tells at least {cells:N0} cases apart, and {most:N0} is the most; most of them by `{dimension}`{(rules.Count == 0 ? "" : $", which {named}{others} {(rules.Count == 1 ? "names" : "name")}")}");
    }
}
