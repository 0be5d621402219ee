using System.Text;
using Headgate.Engine;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>A policy on disk, with the texts of its notices.</summary>
public sealed class PolicyFileTests : IDisposable
{
    private const string Policy =
        """
        headgate: 1
        policy: p
        version: 1
        purposes: { train: }
        content: [post]
        notices:
          told: { version: 1, text: told.md }
        rules:
          - grant: g
            basis: consent
            after: { notice: told }

        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void a_text_that_changed_under_the_same_version_is_an_error_where_the_notice_is_declared()
    {
        var first = Read(text: "Dear all");
        var published = new Recorded(0, default, default, new PolicyPublished(first.Text, first.NoticeDigests, null));
        Assert.NotNull(Read(text: "Dear all").After([published]).Policy);

        var changed = Read(text: "Dear all,").After([published]);
        Assert.Null(changed.Policy);
        var problem = Assert.Single(changed.Problems);
        Assert.Equal((7, 3, "the text of the notice `told` changed, but its version is still 1", "write `version: 2`"), (problem.Line, problem.Column, problem.Problem, problem.Help));

        Assert.NotNull(Read(Policy.Replace("version: 1,", "version: 2,", StringComparison.Ordinal), "Dear all,").After([published]).Policy);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void a_text_that_is_not_there_or_empty_is_a_warning(string? text)
    {
        var file = Read(text: text);
        var problem = Assert.Single(file.Problems);
        Assert.Equal((7, 3, true, "the text `told.md` of the notice `told` is not there"), (problem.Line, problem.Column, problem.IsWarning, problem.Problem));
        Assert.NotNull(file.Policy);
        Assert.Empty(file.NoticeDigests);
    }

    [Fact]
    public void a_text_that_is_too_long_or_never_ends_is_not_read()
    {
        var problem = Assert.Single(Read(text: new string('x', (4 << 20) + 1)).Problems);
        Assert.Equal((7, 3, false, "the text `told.md` of the notice `told` has more than 4 MiB"), (problem.Line, problem.Column, problem.IsWarning, problem.Problem));
        if (!File.Exists("/dev/zero")) return;
        Assert.EndsWith("is not there", Assert.Single(Read(Policy.Replace("told.md", "/dev/zero", StringComparison.Ordinal), null).Problems).Problem, StringComparison.Ordinal);
        Assert.Equal("the file has more than 4 MiB", Assert.Single(PolicyFile.Read("/dev/zero").Problems).Problem);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x68, 0x00 }, 1, 1)]
    [InlineData(new byte[] { 0x61, 0x0a, 0xc3, 0xa9, 0x62, 0xe9, 0x0a }, 2, 3)]
    [InlineData(new byte[] { 0x61, 0x0a, 0xc3 }, 2, 1)]
    [InlineData(new byte[] { 0x61, 0xed, 0xa0, 0x80 }, 1, 2)]
    public void bytes_that_are_not_utf_8_are_an_error_where_they_stand(byte[] bytes, int line, int column)
    {
        File.WriteAllBytes(folder.In("policy.yaml"), bytes);
        var file = PolicyFile.Read(folder.In("policy.yaml"));
        Assert.Null(file.Policy);
        Assert.Equal(new(line, column, "the file is not UTF-8", "save it as UTF-8"), Assert.Single(file.Problems));
        Assert.Contains($"policy.yaml:{line}:{column}", Assert.Throws<BadInputException>(() => file.Valid()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_file_that_is_not_there_is_bad_input() =>
        Assert.StartsWith("there is no file", Assert.Throws<BadInputException>(() => PolicyFile.Read(folder.In("nowhere.yaml"))).Message, StringComparison.Ordinal);

    private PolicyFile Read(string policy = Policy, string? text = null)
    {
        File.WriteAllText(folder.In("policy.yaml"), policy, Encoding.UTF8);
        File.Delete(folder.In("told.md"));
        if (text is not null) File.WriteAllText(folder.In("told.md"), text);
        return PolicyFile.Read(folder.In("policy.yaml"));
    }
}
