using Headgate.Engine;
using Headgate.Gate;
using MimeKit;
using Xunit;

namespace Headgate.Tests.Campaigns;

/// <summary>Mail that is laid down in a folder instead of being handed to a server.</summary>
public sealed class MailFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task each_message_is_a_file_that_only_its_owner_reads()
    {
        var route = MailRoute.Of($"file:{folder.In("mail")}", "privacy@network.example");
        using var sender = new MailSender(route);
        Assert.Null(await sender.SendAsync(Message(route, "one"), Cancellation));
        Assert.Null(await sender.SendAsync(Message(route, "two"), Cancellation));
        var files = Directory.GetFiles(folder.In("mail"));
        Assert.Equal(["one", "two"], files.Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file, Cancellation).Subject));
        Assert.All(files, file => Assert.EndsWith(".eml", file, StringComparison.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task where_the_folder_cannot_be_written_it_is_said_and_nobody_is_named()
    {
        File.WriteAllText(folder.In("mail"), "");
        var route = MailRoute.Of($"file:{folder.In("mail")}", "privacy@network.example");
        using var sender = new MailSender(route);
        Assert.Equal("the folder for mail cannot be written (IOException)", await sender.SendAsync(Message(route, "one"), Cancellation));
    }

    [Fact]
    public async Task of_a_message_that_cannot_be_written_whole_nothing_stays()
    {
        var route = MailRoute.Of($"file:{folder.In("mail")}", "privacy@network.example");
        using var sender = new MailSender(route);
        using var message = Message(route, "one");
        message.Body = new MimePart { Content = new MimeContent(new BrokenStream()) };
        Assert.Equal("the folder for mail cannot be written (IOException)", await sender.SendAsync(message, Cancellation));
        Assert.Empty(Directory.GetFileSystemEntries(folder.In("mail")));
    }

    [Fact]
    public void a_folder_is_named_in_both_ways_and_by_something()
    {
        Assert.Equal(Path.GetFullPath("mail"), MailRoute.Of("file:mail", "a@b.example").Folder);
        Assert.Equal(Path.GetFullPath("/var/mail"), MailRoute.Of("file:///var/mail", "a@b.example").Folder);
        Assert.Null(MailRoute.Of("smtp://127.0.0.1:25", "a@b.example").Folder);
        Assert.Throws<BadInputException>(() => MailRoute.Of("file:", "a@b.example"));
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("No space left on device");
    }

    private static MimeMessage Message(MailRoute route, string subject) => new([route.From], [MailboxAddress.Parse("ann@elsewhere.example")], subject, new TextPart("plain") { Text = "a link" });
}
