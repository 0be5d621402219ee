using System.Text.Json;
using Headgate.Gate;
using Spectre.Console;

namespace Headgate.Cli;

/// <summary>What a command says: words for people on standard output, or one JSON document and nothing else.</summary>
internal sealed class Output(bool json)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public bool IsJson => json;

    /// <summary>A line for people.</summary>
    public void Say(string line)
    {
        if (!json) Console.Out.WriteLine(line);
    }

    /// <summary>Something drawn for people.</summary>
    public void Draw(Spectre.Console.Rendering.IRenderable drawing)
    {
        if (!json) AnsiConsole.Write(drawing);
    }

    /// <summary>The document for programs.</summary>
    public void Document(object document)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(document, Json));
    }

    /// <summary>A remark beside the answer.</summary>
    public static void Remark(string line) => Console.Error.WriteLine(line);

    /// <summary>What went wrong, and what to do about it.</summary>
    /// <param name="admitted">Whom a refused policy would have let in.</param>
    public int Fail(int code, string message, string? help, object? admitted = null)
    {
        Console.Error.WriteLine(help is null ? $"error: {message}" : $"error: {message}\n  help: {help}");
        if (admitted is null) Document(new { error = message, help });
        else Document(new { error = message, help, admitted });
        return code;
    }

    /// <summary>Shows progress on standard error, if that is a terminal, while something long is done.</summary>
    public static T WithProgress<T>(Func<Action<GateProgress>, T> work)
    {
        if (Console.IsErrorRedirected) return work(_ => { });
        using var line = new ProgressLine();
        return work(line.Show);
    }
}
