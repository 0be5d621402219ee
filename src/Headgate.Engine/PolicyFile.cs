using System.Security.Cryptography;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A policy file on disk, read and checked, with the texts of its notices.</summary>
/// <param name="Policy">Null where a problem is an error.</param>
/// <param name="NoticeDigests">SHA-256 in lower-case hex of each notice text that is there, by notice.</param>
public sealed record PolicyFile(string Path, string Text, Policy? Policy, IReadOnlyList<PolicyProblem> Problems, IReadOnlyDictionary<string, string> NoticeDigests)
{
    private const int MostBytes = 4 << 20;

    /// <exception cref="BadInputException">The file is not there, or cannot be read.</exception>
    public static PolicyFile Read(string path)
    {
        if (!File.Exists(path)) throw new BadInputException($"there is no file `{path}`", "check the path; `headgate init` writes an example");
        var bytes = Bytes(path, path);
        var (text, unread) = Utf8File.Text(bytes, MostBytes, "a policy is a text that a lawyer can read");
        if (unread is not null) return new(path, "", null, [unread], new SortedDictionary<string, string>(StringComparer.Ordinal));
        var reading = PolicyReader.Read(text);
        var problems = reading.Problems.ToList();
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var notice in reading.Policy?.Notices.Values.OrderBy(notice => notice.Line) ?? Enumerable.Empty<PolicyNotice>())
        {
            if (notice.Text is not { } named) continue;
            var file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, named);
            // What has no length may be a device or a pipe, which would never end.
            if (!File.Exists(file) || new FileInfo(file).Length == 0)
                problems.Add(Of(notice, $"the text `{named}` of the notice `{notice.Version.Notice}` is not there", "write it, beside the policy, before anybody is told", isWarning: true));
            else if (Bytes(file, path) is { Length: <= MostBytes } written) digests[notice.Version.Notice] = Convert.ToHexStringLower(SHA256.HashData(written));
            else problems.Add(Of(notice, $"the text `{named}` of the notice `{notice.Version.Notice}` has more than {MostBytes >> 20} MiB", "a notice is a text that people read"));
        }
        return new(path, text, problems.Any(problem => !problem.IsWarning) ? null : reading.Policy, problems, digests);
    }

    /// <summary>The file and what an earlier policy of the ledger makes wrong with it: a notice whose text changed under the same version.</summary>
    public PolicyFile After(IEnumerable<Recorded> acts)
    {
        if (Policy is not { } policy) return this;
        var problems = Problems.ToList();
        foreach (var earlier in acts.Select(act => act.Statement).OfType<PolicyPublished>())
        {
            var before = PolicyReader.Read(earlier.Text).Policy;
            foreach (var (name, digest) in NoticeDigests)
                if (before?.Notices.GetValueOrDefault(name)?.Version == policy.Notices[name].Version
                    && earlier.NoticeDigests.TryGetValue(name, out var then) && then != digest
                    && problems.All(problem => problem.Line != policy.Notices[name].Line || problem.IsWarning))
                    problems.Add(Of(policy.Notices[name], $"the text of the notice `{name}` changed, but its version is still {policy.Notices[name].Version.Version}", $"write `version: {policy.Notices[name].Version.Version + 1}`"));
        }
        return problems.Count == Problems.Count ? this : this with { Policy = null, Problems = problems };
    }

    /// <exception cref="BadInputException">The policy has an error.</exception>
    public Policy Valid() => Policy ?? throw Bad(Problems.First(problem => !problem.IsWarning), Problems.Count(problem => !problem.IsWarning));

    private BadInputException Bad(PolicyProblem problem, int count) => new(
        $"{Path}:{problem.Line}:{problem.Column}: {problem.Problem}",
        count == 1 ? problem.Help : $"{problem.Help} (and {count - 1} more: run `headgate policy check {Path}`)");

    private static PolicyProblem Of(PolicyNotice notice, string problem, string help, bool isWarning = false) => new(notice.Line, notice.Column, problem, help, isWarning);

    /// <summary>The bytes of a file, and of a longer one enough to see that it is.</summary>
    private static byte[] Bytes(string path, string policy) =>
        Utf8File.Bytes(path, MostBytes, path == policy ? "check that it may be read" : $"check that it may be read, or change the `text` of the notice in {policy}");
}
