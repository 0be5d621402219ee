using System.Security.Cryptography;
using System.Text;
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
        var (text, unread) = Words(bytes);
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

    /// <summary>The text of a policy file, or why it is none and where.</summary>
    private static (string Text, PolicyProblem? Problem) Words(byte[] bytes)
    {
        if (bytes.Length > MostBytes) return ("", new(1, 1, $"the file has more than {MostBytes >> 20} MiB", "a policy is a text that a lawyer can read"));
        try
        {
            return (new UTF8Encoding(false, true).GetString(bytes), null);
        }
        catch (DecoderFallbackException error)
        {
            var before = bytes.AsSpan(0, Math.Clamp(error.Index, 0, bytes.Length));
            var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            return ("", new(before.Count((byte)'\n') + 1, column, "the file is not UTF-8", "save it as UTF-8"));
        }
    }

    /// <summary>The bytes of a file, and of a longer one enough to see that it is.</summary>
    private static byte[] Bytes(string path, string policy)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            var block = new byte[1 << 16];
            while (bytes.Length <= MostBytes && file.Read(block) is var read and > 0) bytes.Write(block, 0, read);
            return bytes.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{path}` cannot be read: {error.Message.TrimEnd('.')}", path == policy ? "check that it may be read" : $"check that it may be read, or change the `text` of the notice in {policy}");
        }
    }
}
