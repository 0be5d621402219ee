using System.Collections.Frozen;

namespace Headgate;

/// <summary>Reads a condition that stands alone, in the words of a policy: the text of a <c>when</c>, such as <c>age: {under: 18}</c>.</summary>
public static class ConditionReader
{
    /// <returns>The conditions, or null where a problem is an error.</returns>
    public static (IReadOnlyList<Condition>? When, IReadOnlyList<PolicyProblem> Problems) Read(Policy policy, string text)
    {
        var fields = new Fields();
        try
        {
            var words = new Vocabulary(
                policy.Purposes, policy.Content, policy.Labels, policy.Services, policy.RegionsOf,
                policy.Groups.Keys.Concat(BuiltInGroups.Names).Concat(IsoCountries.Codes).ToFrozenSet(StringComparer.Ordinal));
            var when = new WhenReader(fields, words).Read(YamlTree.Read(text));
            return (fields.HasErrors ? null : when, fields.Problems);
        }
        catch (TooManyProblemsException)
        {
            return (null, fields.Problems);
        }
        catch (YamlProblemException error)
        {
            return (null, [error.Problem]);
        }
    }
}
