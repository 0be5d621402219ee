using Headgate.Ledger;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

/// <summary>Accounts that are validly signed and do not balance.</summary>
public sealed class ManifestAccountTests
{
    private static readonly Digest Something = Digest.Of("something"u8);

    public static TheoryData<string, Func<GateManifest, GateManifest>> Unbalanced { get; } = new()
    {
        { "5 kept and 69994 dropped are not 70000 read", manifest => manifest with { Counts = manifest.Counts with { Dropped = 69_994 } } },
        { "the reasons add up to 9 of 69995 dropped", manifest => WithReasons(manifest, ("unknown-subject", 9)) },
        { "denies 69986 with `objected`, not 69985", manifest => WithReasons(manifest, ("unknown-subject", 10), ("objected", 69_985)) },
        { "`withdrawn` is counted, but no code denies with it", manifest => WithReasons(manifest, ("withdrawn", 69_995)) },
        { "the content read holds 69999 records, not 70000", manifest => manifest with { Inputs = [new(InputRole.Content, "posts", Something, 1, 69_999)] } },
        { "the content read holds 0 records, not 70000", manifest => manifest with { Inputs = [new(InputRole.Sources, "posts", Something, 1, 70_000)] } },
        { "holds 4 records, not 5", manifest => WithRecords(manifest, "eligible/part-0.jsonl", 1) },
        { "holds 2 records, not 1", manifest => WithRecords(manifest, "eligible/part-0.jsonl", 1) },
        { "holds 2 records, not 0", manifest => WithRecords(manifest, "eligible/part-2.parquet", null) },
        { "holds 69994 records, not 69995", manifest => WithRecords(manifest, "denied.parquet", 69_994) },
        { "holds 0 verdicts, not 70000", manifest => WithRecords(manifest, "verdicts.bin", null) },
        { "the code 8 has several meanings", manifest => WithCodes(manifest, [.. manifest.Verdicts.Codes, new(8, "objected", false)]) },
        { "`granted:legitimate-interests` is said to deny", manifest => WithCodes(manifest, [.. manifest.Verdicts.Codes.Select(code => code with { Allows = false })]) },
        { "`objected` is said to allow", manifest => WithCodes(manifest, [.. manifest.Verdicts.Codes.Select(code => code with { Allows = true })]) },
        { "holds the code 2, which the manifest does not explain", manifest => WithCodes(manifest, [.. manifest.Verdicts.Codes.Skip(1)]) },
        { "denies 8 with `unknown-subject`, not 9", manifest => WithCodes(manifest, [.. manifest.Verdicts.Codes.Skip(1)]) },
        { "does not have the Merkle root of the manifest", manifest => manifest with { Verdicts = manifest.Verdicts with { Root = Something } } },
        { "is not a path below the data set", manifest => Renamed(manifest, "report.html", "../report.html") },
        { "is not a path below the data set", manifest => Renamed(manifest, "report.html", "/etc/passwd") },
        { "is not a path below the data set", manifest => Renamed(manifest, "report.html", "eligible//x") },
        { "is not a path below the data set", manifest => Renamed(manifest, "report.html", "C:\\x") },
        { "is listed, though it vouches for the list", manifest => Renamed(manifest, "report.html", "manifest.dsse.json") },
        { "is listed 2 times", manifest => manifest with { Outputs = [.. manifest.Outputs, manifest.Outputs[0]] } },
        { "is missing", manifest => manifest with { Outputs = [.. manifest.Outputs, new("eligible/part-9.jsonl", Something, 0, 0)] } },
        { "is not in the manifest", manifest => manifest with { Outputs = [.. manifest.Outputs.Skip(1)] } },
        { "has more bytes than the 1 of the manifest", manifest => manifest with { Outputs = [.. manifest.Outputs.Select(output => output with { Bytes = 1 })] } },
        { "has fewer bytes than the 9007199254740991 of the manifest", manifest => manifest with { Outputs = [.. manifest.Outputs.Select(output => output with { Bytes = (1L << 53) - 1 })] } },
    };

    [Theory]
    [MemberData(nameof(Unbalanced))]
    public void an_account_that_does_not_balance_is_found_though_it_is_signed(string problem, Func<GateManifest, GateManifest> change) =>
        Assert.Contains(problem, SampleDataSet.Seal(change).Verify().Problems.Select(found => found.Problem));

    [Fact]
    public void a_run_that_only_lists_verdicts_needs_no_eligible_files()
    {
        var listed = SampleDataSet.Seal(
            manifest => manifest with { Outputs = [.. manifest.Outputs.Select(output => output.Path == "verdicts.parquet" ? output with { Records = SampleDataSet.Input } : output)] },
            before: files =>
            {
                foreach (var path in files.Keys.Where(path => DataSetLayout.IsEligible(path) || DataSetLayout.IsDenied(path)).ToList()) files.Remove(path);
                files["verdicts.parquet"] = SampleDataSet.Parquet(SampleDataSet.Input);
            });
        Assert.Equal([], listed.Verify().Problems);
    }

    [Fact]
    public void a_run_without_outputs_does_not_balance()
    {
        var problems = SampleDataSet.Seal(manifest => manifest with { Outputs = [] }).Verify().Problems.Select(found => found.Path);
        Assert.Superset(new HashSet<string> { "eligible/", "denied", "verdicts.bin" }, problems.ToHashSet());
    }

    private static GateManifest WithReasons(GateManifest manifest, params (string Reason, long Count)[] reasons) =>
        manifest with { Counts = manifest.Counts with { ByReason = reasons.ToDictionary(pair => pair.Reason, pair => pair.Count) } };

    private static GateManifest WithRecords(GateManifest manifest, string path, long? records) =>
        manifest with { Outputs = [.. manifest.Outputs.Select(output => output.Path == path ? output with { Records = records } : output)] };

    private static GateManifest WithCodes(GateManifest manifest, VerdictCode[] codes) => manifest with { Verdicts = manifest.Verdicts with { Codes = codes } };

    private static GateManifest Renamed(GateManifest manifest, string from, string to) =>
        manifest with { Outputs = [.. manifest.Outputs.Select(output => output.Path == from ? output with { Path = to } : output)] };
}
