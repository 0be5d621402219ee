namespace Headgate.EndToEnd;

/// <summary>The program under test: as <c>./headgate</c> has built it where <c>HEADGATE_BUILT</c> names the folder, otherwise as it was built beside these tests.</summary>
internal static class Built
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("HEADGATE_BUILT") is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    /// <summary>What starts by itself.</summary>
    public static string Program { get; } = Path.Combine(Folder, OperatingSystem.IsWindows() ? "Headgate.Cli.exe" : "Headgate.Cli");

    /// <summary>What <c>dotnet</c> starts.</summary>
    public static string Assembly { get; } = Path.Combine(Folder, "Headgate.Cli.dll");
}
